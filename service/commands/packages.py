"""`vanban check`, `sheet`, `new`: looking at template packages, the workbook of one, a fresh one."""

import sys
from pathlib import Path

import click

from service.catalog.check import check_template, examine
from service.checks.judge import faults
from service.convert.fonts import font_findings
from service.errors import BrokenPackage, NotFound, UnreadableInput
from service.intake.sheet import write_blank
from service.layouts.skeleton import LAYOUTS, skeleton_package
from service.model import Finding, Severity
from service.settings import Settings
from service.wiring import frame, library


@click.command()
@click.argument("target", required=False)
@click.pass_obj
def check(settings: Settings, target: str | None) -> None:
    """Kiểm tra các bộ mẫu, một bộ mẫu (SLUG) hoặc một tệp Word (TỆP.docx)."""
    found: list[tuple[str, Finding]] = []
    if target and target.lower().endswith(".docx"):
        if not Path(target).is_file():
            raise NotFound(f"Không có tệp {target}.")
        found = [(target, f) for f in [*check_template(Path(target), None), *_fonts(Path(target))]]
    else:
        places = _places(settings, target)
        found = [(slug, f) for slug, path in places.items() for f in _looked_at(path)]
        click.echo(f"Đã kiểm tra {len(places)} bộ mẫu.")
    for name, finding in found:
        place = finding.place or finding.pointer or ""
        click.echo(f"{finding.severity} {finding.rule} {name}: {place}")
        click.echo(f"    cần: {finding.required}\n    thấy: {finding.found}\n    cách sửa: {finding.mend}")
    if any(f.severity is Severity.ERROR for _, f in found):
        sys.exit(BrokenPackage.exit_code)
    click.echo("Không có lỗi." if found else "Không có phát hiện nào.")


def _fonts(docx: Path) -> list[Finding]:
    """Tell which letters will look otherwise on this machine; the usual stand-ins are told by `doctor` already."""
    try:
        return [f for f in font_findings(docx) if f.severity is not Severity.INFO]
    except UnreadableInput:
        return []  # the check of the file itself has said so


def _looked_at(path: Path) -> list[Finding]:
    """Check a package, its [[check]] tables and the fonts of its templates."""
    checked = examine(path)
    found = [*checked.findings, *(faults(checked.package) if checked.package else ())]
    templates = sorted(path.glob("*.docx")) if path.is_dir() else [path]
    return [*found, *(f for docx in templates for f in _fonts(docx))]


def _places(settings: Settings, slug: str | None) -> dict[str, Path]:
    own = frame(settings)
    places = library(settings).places() | ({own.name: own} if own.parent in settings.templates else {})
    if slug and slug not in places:
        raise NotFound(f"Không có bộ mẫu “{slug}”.")
    return {slug: places[slug]} if slug else places


@click.command()
@click.argument("slug")
@click.option(
    "-o", "out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp .xlsx hoặc .csv."
)
@click.pass_obj
def sheet(settings: Settings, slug: str, out: Path) -> None:
    """Tạo bảng tính trống để điền dữ liệu cho một bộ mẫu."""
    package = library(settings).get(slug)
    write_blank(package.form, out, title=package.title, sample=package.sample)
    click.echo(f"Đã tạo {out}")


@click.command()
@click.argument("slug")
@click.option(
    "--layout", type=click.Choice(LAYOUTS), default="dang", help="Thể thức: dang, nha-nuoc hoặc ca-nhan."
)
@click.option("--title", default="", help="Tên văn bản.")
@click.pass_obj
def new(settings: Settings, slug: str, layout: str, title: str) -> None:
    """Tạo bộ mẫu mới với khung trang đúng thể thức, để sửa tiếp trong Word."""
    folder = settings.templates[0] / slug
    skeleton_package(slug, layout, folder, title or slug)
    click.echo(f"Đã tạo {folder}. Sửa mẫu trong Word rồi chạy: vanban check {slug}")
