"""Reading the data file of a command: what is said of it beforehand, what was mended, the wrong rows given back."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from service.catalog.package import Package
from service.checks.override import read_overrides
from service.commands.saying import finding_lines, place, say
from service.errors import StorageUnavailable
from service.intake.notes import ENCODINGS, HIDDEN, ZEROS, Answers
from service.intake.read import read
from service.jobs.judging import Bench
from service.jobs.order import Rows

RETURNED = "loi.xlsx"
SHOWN_NOTES = 20
_OVERRIDE = re.compile(
    r"(?P<rule>\w+)(?::(?P<pointer>/[^=@]*))?(?:@(?P<row>[1-9]\d{0,5}))?=(?P<reason>.*)", re.DOTALL
)


def told(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options by which the sender says what only people know of the file."""
    for option in (
        click.option(
            "--map",
            "mapping",
            multiple=True,
            metavar="TIÊU-ĐỀ=TRƯỜNG",
            help='Cột của tệp là trường nào, ví dụ --map "Họ, tên=ho_ten"; --map "Ghi chú=" thì bỏ cột.',
        ),
        click.option("--hidden", type=click.Choice(HIDDEN), help="Dòng, cột bị ẩn: take là lấy, skip là bỏ."),
        click.option(
            "--sheet",
            "sheets",
            multiple=True,
            metavar="TRANG=DANH-SÁCH",
            help='Trang của tệp là danh sách nào, ví dụ --sheet "Sheet2=Dữ liệu"; --sheet "Nháp=" thì bỏ trang.',
        ),
        click.option(
            "--date",
            "dates",
            multiple=True,
            metavar="CỘT=CÁCH",
            help="Cách đọc cột ngày: dmy, mdy hoặc turned (ô kiểu ngày bị đảo ngày và tháng), kèm năm đầu khi năm ghi "
            'hai chữ số: --date "Ngày sinh=mdy-1930".',
        ),
        click.option(
            "--zeros",
            type=click.Choice(ZEROS),
            help="Số định danh, điện thoại bị bảng tính bỏ mất số 0 ở đầu: add là thêm lại.",
        ),
        click.option("--encoding", type=click.Choice(ENCODINGS), help="Bảng mã của chữ trong tệp."),
        click.option(
            "--override",
            "overrides",
            multiple=True,
            metavar="QUY-TẮC[:CHỖ][@DÒNG]=LÝ-DO",
            help='Vẫn làm dù có phát hiện mức E, ví dụ --override "M1:/tong_so@3=Đảng ủy đã xác nhận số liệu".',
        ),
    ):
        command = option(command)
    return command


def take(data: Path, package: Package, bench: Bench, max_rows: int, wanted: Mapping[str, Any]) -> Rows:
    """Read and judge the file; say what was mended, found and wrong; lay the wrong rows into the folder of results.

    Raises:
        InputError: see service.intake.read; StorageUnavailable: the folder cannot be written.
    """
    answers = Answers(
        _pairs("--map", wanted["mapping"]),
        wanted["hidden"] or "",
        wanted["encoding"] or "",
        _pairs("--sheet", wanted["sheets"]),
        _pairs("--date", wanted["dates"]),
        wanted["zeros"] or "",
    )
    overrides = read_overrides(_overrides(wanted["overrides"]), package.form, bench.book)
    taken = bench.rows(
        package, read(data, data.name, package.form, max_rows=max_rows, answers=answers), overrides
    )
    for note in taken.notes[:SHOWN_NOTES]:
        change = f" {note.before} → {note.after}" if note.before else ""
        say(f"  {place(note.as_dict())}: {note.why}{change}")
    if len(taken.notes) > SHOWN_NOTES:
        say(f"  … và {len(taken.notes) - SHOWN_NOTES} chỗ khác được xử lý như vậy.")
    for error in taken.errors:
        if error.severity is None:
            say(f"  {place(error.as_dict())}: {error.detail}")
    for found in taken.found:
        say("\n".join(finding_lines(found)))
    if taken.errors or taken.notes:
        say(taken.summary)
    _give_back(taken, wanted["out"])
    return taken


def _overrides(given: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for text in given:
        said = _OVERRIDE.fullmatch(text)
        if said is None:
            raise click.BadParameter(text, param_hint="--override")
        yield {**said.groupdict(), "row": int(said["row"]) if said["row"] else None}


def _pairs(option: str, given: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.rpartition("=") for text in given]
    for text, (title, _, _) in zip(given, pairs, strict=True):
        if not title:
            raise click.BadParameter(text, param_hint=option)
    return {title: target for title, _, target in pairs}


def _give_back(taken: Rows, out: Path) -> None:
    write = taken.returned
    if write is None:
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        write(out / RETURNED)
    except OSError as exc:
        raise StorageUnavailable.of("Không ghi được tệp kết quả", exc) from exc
    say(f"Các dòng sai ở {out / RETURNED}: sửa những ô tô màu rồi gửi lại chính tệp này.")
