"""`vanban check`, `sheet`, `new`: looking at template packages, the workbook of one, a fresh one."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from service.catalog.check import examine
from service.catalog.manifest import MANIFEST
from service.checks.judge import faults
from service.checks.paper.door import PAPER, TEMPLATE, Asked, examine_file
from service.checks.paper.judge import read_day
from service.convert.fonts import font_findings
from service.errors import (
    BrokenPackage,
    InvalidSubmission,
    NotFound,
    ServiceError,
    StorageUnavailable,
    UnreadableInput,
)
from service.intake.sheet import write_blank
from service.layouts.skeleton import LAYOUTS, skeleton_package
from service.model import VIETNAM, Finding, Severity
from service.settings import Settings
from service.wiring import frame, library, now

SHEETS = (".xlsx", ".csv")


@click.command()
@click.argument("target", required=False)
@click.option(
    "--as",
    "kind",
    type=click.Choice([PAPER, TEMPLATE]),
    help="Kiểm tệp Word như văn bản đã xong (paper) hay như mẫu có thẻ (template); mặc định tự nhận ra.",
)
@click.option(
    "--rules",
    default="",
    help="Bộ quy tắc hoặc kiểu trình bày, ví dụ 36-HD/VPTW, nha-nuoc; mặc định theo văn bản.",
)
@click.option("--date", "day", default="", help="Ngày văn bản, khi không lấy ngày ghi trong văn bản.")
@click.pass_obj
def check(settings: Settings, target: str | None, kind: str | None, rules: str, day: str) -> None:
    """Kiểm tra các bộ mẫu, một bộ mẫu (SLUG) hoặc một tệp Word (TỆP.docx): mẫu có thẻ, hay văn bản đã xong."""
    path = Path(target) if target else None
    if path is not None and (path.suffix.lower() == ".docx" or path.is_file()):
        wanted = kind or (TEMPLATE if (path.parent / MANIFEST).is_file() else "")
        _check_file(settings, path, Asked(kind=wanted, rules=rules, day=read_day(day)))
        return
    places = _places(settings, target)
    found = [(slug, f) for slug, package in places.items() for f in _looked_at(package)]
    click.echo(f"Đã kiểm tra {len(places)} bộ mẫu.")
    _tell(found, BrokenPackage)


def _check_file(settings: Settings, path: Path, asked: Asked) -> None:
    """Check one Word file; of a template the fonts on this machine too."""
    if not path.is_file():
        raise NotFound(f"Không có tệp {path}.")
    today = now().astimezone(VIETNAM).date()
    examined = examine_file(path, path.name, replace(asked, today=today, folders=settings.rules))
    if examined.report is None:
        click.echo("Kiểm tra như mẫu có thẻ; muốn kiểm như văn bản đã xong thì thêm --as paper.")
        _tell([(str(path), f) for f in [*examined.findings, *_fonts(path)]], BrokenPackage)
        return
    click.echo(examined.report.summary)
    _tell([(path.name, f) for f in examined.findings], InvalidSubmission)


def _tell(found: list[tuple[str, Finding]], refusal: type[ServiceError]) -> None:
    for name, finding in found:
        place = finding.place or finding.pointer or ""
        click.echo(f"{finding.severity} {finding.rule} {name}: {place}")
        click.echo(f"    cần: {finding.required}\n    thấy: {finding.found}\n    cách sửa: {finding.mend}")
    if any(f.severity is Severity.ERROR for _, f in found):
        sys.exit(refusal.exit_code)
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
    if out.suffix.lower() not in SHEETS:
        raise InvalidSubmission(
            f"Bảng tính ghi được ở dạng {' hoặc '.join(SHEETS)}; xin đổi đuôi của “{out}”."
        )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_blank(package.form, out, title=package.title, sample=package.sample)
    except OSError as exc:
        raise StorageUnavailable(f"Không ghi được {out}: {exc.strerror or exc}.") from exc
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
