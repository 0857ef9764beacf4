"""Reading the data file of a command: what is said of it beforehand, what was mended, the wrong rows given back."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from service.commands.saying import place, say
from service.errors import StorageUnavailable
from service.forms.schema import Form
from service.intake.notes import ENCODINGS, HIDDEN, Answers
from service.intake.read import Intake, read
from service.jobs.taken import returned_by

RETURNED = "loi.xlsx"
SHOWN_NOTES = 20


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
        click.option("--hidden", type=click.Choice(HIDDEN), help="Dòng bị ẩn: take là lấy, skip là bỏ."),
        click.option("--encoding", type=click.Choice(ENCODINGS), help="Bảng mã của chữ trong tệp."),
    ):
        command = option(command)
    return command


def take(data: Path, form: Form, max_rows: int, wanted: Mapping[str, Any]) -> Intake:
    """Read the file; say what was mended and what is wrong, and lay the wrong rows into the folder of results.

    Raises:
        InputError: see service.intake.read; StorageUnavailable: the folder cannot be written.
    """
    answers = Answers(_mapping(wanted["mapping"]), wanted["hidden"] or "", wanted["encoding"] or "")
    taken = read(data, data.name, form, max_rows=max_rows, answers=answers)
    for note in taken.notes[:SHOWN_NOTES]:
        change = f" {note.before} → {note.after}" if note.before else ""
        say(f"  {place(note.as_dict())}: {note.why}{change}")
    if len(taken.notes) > SHOWN_NOTES:
        say(f"  … và {len(taken.notes) - SHOWN_NOTES} chỗ khác được xử lý như vậy.")
    for error in taken.errors:
        say(f"  {place(error.as_dict())}: {error.detail}")
    if taken.errors or taken.notes:
        say(taken.summary)
    _give_back(taken, wanted["out"])
    return taken


def _mapping(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.rpartition("=") for text in given]
    for text, (title, _, _) in zip(given, pairs, strict=True):
        if not title:
            raise click.BadParameter(text, param_hint="--map")
    return {title: target for title, _, target in pairs}


def _give_back(taken: Intake, out: Path) -> None:
    write = returned_by(taken)
    if write is None:
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        write(out / RETURNED)
    except OSError as exc:
        raise StorageUnavailable(f"Không ghi được tệp kết quả: {exc.strerror or exc}.") from exc
    say(f"Các dòng sai ở {out / RETURNED}: sửa những ô tô màu rồi gửi lại chính tệp này.")
