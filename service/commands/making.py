"""`vanban make`: a data file becomes documents and a dossier."""

import sys
from pathlib import Path
from typing import Any

import click

from service.checks.rulefiles import load_rulebook
from service.commands.parts import part_options, read_parts, read_title
from service.commands.reading import take, told
from service.commands.saying import progress_bar, say, verdict_lines
from service.commands.signing import check_key, tell_signature
from service.dossier.wanted import WITH_DATA
from service.errors import InvalidSubmission
from service.jobs.folder import DOCUMENTS, VERDICTS, Outcome, make_files
from service.jobs.judging import Bench
from service.jobs.order import Order, Rows
from service.model import VIETNAM
from service.settings import Settings
from service.wiring import borrowed_tools, library, now


@click.command()
@click.argument("slug")
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    help="Thư mục kết quả.",
)
@click.option("--dossier", is_flag=True, help="Đóng các văn bản thành một hồ sơ PDF/A.")
@click.option("--title", default="", help="Tiêu đề hồ sơ; mặc định là tên bộ mẫu.")
@click.option(
    "--profile",
    type=click.Choice(("pdfa-2a", WITH_DATA)),
    default="pdfa-2a",
    help="Chuẩn của hồ sơ; pdfa-3a kèm dữ liệu nộp, tệp Word và bản kê bên trong.",
)
@part_options
@click.option(
    "--sign", is_flag=True, help="Ký số hồ sơ bằng chứng thư đã đặt (VANBAN_SIGN_…); đi với --dossier."
)
@click.option(
    "--no-verify", is_flag=True, help="Không kiểm định PDF/A (kết quả chưa được coi là lưu trữ được)."
)
@told
@click.pass_obj
def make(settings: Settings, /, slug: str, data: Path, **wanted: Any) -> None:
    """Làm văn bản (và hồ sơ) từ tệp dữ liệu .json, .xlsx, .xls, .ods hoặc .csv."""
    order = _order(wanted)
    _check_sign(settings, order)
    package = library(settings).get(slug)
    bench = Bench(load_rulebook(*settings.rules), now().astimezone(VIETNAM).date())
    rows = take(data, package, bench, settings.max_rows, wanted)
    if not rows.good:
        raise InvalidSubmission(
            "Không có dòng nào dùng được. Xin sửa các lỗi nêu trên rồi chạy lại"
            f"{', hoặc ghi lý do bằng --override' if any(f.stops for f in rows.found) else ''}."
        )
    with borrowed_tools(settings) as tools, progress_bar() as progress:
        outcome = make_files(
            tools,
            package,
            rows,
            wanted["out"],
            order,
            progress,
        )
    _tell(outcome, rows, wanted["out"], order.profile)
    sys.exit(_code(outcome, rows))


def _check_sign(settings: Settings, order: Order) -> None:
    """Refuse before anything is made: a key that is missing, or a signature without a dossier."""
    if not order.sign:
        return
    if not order.dossier:
        raise click.BadParameter("--sign", param_hint="--sign")
    check_key(settings)


def _order(wanted: dict[str, Any]) -> Order:
    return Order(
        title=read_title(wanted),
        dossier=wanted["dossier"],
        verify=not wanted["no_verify"],
        profile=wanted["profile"],
        sign=wanted["sign"],
        **read_parts(wanted),
    )


def _tell(outcome: Outcome, rows: Rows, out: Path, profile: str) -> None:
    for row, error in outcome.failed:
        say(f"  Dòng {row}: {error.detail}")
    pages = sum(m.pages for _, m in outcome.made)
    click.echo(f"Đã làm {len(outcome.made)} văn bản ({pages} trang) trong {out / DOCUMENTS}")
    if outcome.failed or rows.bad_rows:
        wrong = f"sai dữ liệu hoặc số liệu chưa khớp: {len(rows.bad_rows)} dòng"
        click.echo(f"Chưa làm được: {len(outcome.failed)} văn bản; {wrong}")
    if outcome.dossier:
        click.echo(f"Hồ sơ: {outcome.dossier}")
    tell_signature(outcome.signed)
    if outcome.unjudged:
        say(f"Lỗi: {outcome.unjudged.detail}")
    if not outcome.verdicts:
        click.echo("Chưa kiểm định PDF/A.")
        return
    bad = {name: v for name, v in outcome.verdicts.items() if not v.compliant}
    good = len(outcome.verdicts) - len(bad)
    standard = "PDF/A" if profile == WITH_DATA else "PDF/A-2a"
    told = f"{good}/{len(outcome.verdicts)} tệp đạt (xem {out / VERDICTS})"
    click.echo(f"Kiểm định {standard} và PDF/UA-1: {told}")
    for name, verdict in bad.items():
        say("\n".join(verdict_lines(name, verdict)))


def _code(outcome: Outcome, rows: Rows) -> int:
    codes = [error.exit_code for _, error in outcome.failed]
    codes += [65] if rows.bad_rows else []
    codes += [70] if any(not v.compliant for v in outcome.verdicts.values()) else []
    codes += [error.exit_code for error in (outcome.unjudged, outcome.signed.refused) if error]
    return max(codes, default=0)
