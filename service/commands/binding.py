"""`vanban bind`: PDF files, made here or elsewhere, become one dossier."""

import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from service.commands.parts import part_options, read_parts, read_title
from service.commands.saying import progress_bar, say, verdict_lines
from service.commands.signing import check_key, tell_signature
from service.dossier.wanted import WITH_DATA, Wanted
from service.jobs.binding import BoundFiles, Paper, bind_files
from service.jobs.uploads import Told
from service.settings import Settings
from service.wiring import borrowed_tools

TOLD = tuple(f.name for f in fields(Told))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp hồ sơ.")
@click.option("--title", default="Hồ sơ", help="Tiêu đề hồ sơ.")
@click.option(
    "--of",
    "of",
    type=(click.IntRange(min=1), str, str),
    multiple=True,
    metavar="THỨ-TỰ TÊN GIÁ-TRỊ",
    help=f"Điều ghi ở mục lục về tệp thứ mấy, ví dụ --of 2 number 15-QĐ/ĐU. Tên: {', '.join(TOLD)}.",
)
@click.option(
    "--profile",
    type=click.Choice(("pdfa-2a", WITH_DATA)),
    default="pdfa-2a",
    help="pdfa-3a kèm bản gốc đã ký bên trong; mặc định để bản gốc ở thư mục bên cạnh.",
)
@part_options
@click.option("--sign", is_flag=True, help="Ký số hồ sơ bằng chứng thư đã đặt (VANBAN_SIGN_…).")
@click.pass_obj
def bind(settings: Settings, /, files: tuple[Path, ...], out: Path, **given: Any) -> None:
    """Đóng các tệp PDF (văn bản làm ở đây, bản quét, giấy tờ nơi khác) thành một hồ sơ, đúng thứ tự đã nêu."""
    if given["sign"]:
        check_key(settings)
    papers = _papers(files, given["of"])
    wanted = Wanted(
        title=read_title(given) or "Hồ sơ",
        profile=given["profile"],
        **read_parts(given),
    )
    with borrowed_tools(settings) as tools, progress_bar() as progress:
        done = bind_files(tools, papers, wanted, out, progress, sign=given["sign"])
    _tell(done, wanted)
    sys.exit(_code(done))


def _code(done: BoundFiles) -> int:
    verdict, refused = done.bound.verdict, done.signed.refused
    return max(0 if verdict is not None and verdict.compliant else 65, refused.exit_code if refused else 0)


def _papers(files: tuple[Path, ...], of: tuple[tuple[int, str, str], ...]) -> list[Paper]:
    told: dict[int, dict[str, str]] = {}
    for number, name, text in of:
        if number > len(files) or name not in TOLD:
            raise click.BadParameter(f"{number} {name}", param_hint="--of")
        told.setdefault(number, {})[name] = text
    return [Paper(path, Told.from_dict(told.get(n, {}))) for n, path in enumerate(files, start=1)]


def _tell(done: BoundFiles, wanted: Wanted) -> None:
    bound, part = done.bound, wanted.part
    for paper in done.papers:
        for finding in paper.findings:
            say(f"  {paper.path}: cần {finding.required}; thấy {finding.found}. {finding.mend}")
    click.echo(f"Hồ sơ: {bound.pdf} ({len(done.entries)} văn bản, {bound.pages} trang)")
    for number, (paper, entry) in enumerate(zip(done.papers, done.entries, strict=True), start=1):
        level = entry.level.said()
        click.echo(f"  {number}. {entry.record.title}: {entry.pages} trang, {level} ({paper.path})")
    for path in done.originals:
        click.echo(f"Bản gốc giữ nguyên: {path}")
    tell_signature(done.signed)
    if bound.verdict is None:
        click.echo("Hồ sơ chưa đạt PDF/A và không tự nhận là PDF/A, vì:")
    else:
        click.echo(f"Hồ sơ {'đạt' if bound.verdict.compliant else 'chưa đạt'} {bound.level.said(part)}.")
        click.echo("\n".join(verdict_lines(str(bound.pdf), bound.verdict)))
    for line in bound.manifest.get("below", ()):
        click.echo(f"  {line}")
