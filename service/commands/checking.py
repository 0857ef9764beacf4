"""`vanban check`: what is wrong with template packages, with a Word file, or with finished papers given together."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from service.catalog.check import examine
from service.catalog.manifest import MANIFEST
from service.checks.judge import faults
from service.checks.paper.door import PAPER, TEMPLATE, Asked, Examined, examine_file
from service.checks.paper.judge import PaperReport, read_day
from service.checks.paper.together import together
from service.checks.rulefiles import load_rulebook
from service.convert.fonts import font_findings
from service.errors import (
    BrokenPackage,
    InputTooLarge,
    InvalidSubmission,
    NotFound,
    ServiceError,
    UnreadableInput,
)
from service.model import VIETNAM, Finding, Severity
from service.settings import Settings
from service.wiring import frame, library, now

MOST_TOGETHER = 1_000
"""Files of one call."""


@click.command()
@click.argument("targets", nargs=-1)
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
@click.option(
    "--term",
    "terms",
    multiple=True,
    help="Kiểm nhiều tệp: ngày đại hội, từ đó số văn bản của Đảng chạy lại từ 01; ghi nhiều lần được.",
)
@click.pass_obj
def check(
    settings: Settings, /, targets: tuple[str, ...], terms: tuple[str, ...], **wanted: str | None
) -> None:
    """Kiểm tra các bộ mẫu, một bộ mẫu (SLUG), hoặc tệp Word: mẫu có thẻ, hay văn bản đã xong.

    Đưa nhiều tệp .docx, hoặc một thư mục, thì số của các văn bản còn được đối chiếu với nhau.
    """
    begun = [day for day in map(read_day, terms) if day is not None]
    kind = wanted["kind"] or ""
    asked = Asked(
        kind=kind,
        rules=wanted["rules"] or "",
        day=read_day(wanted["day"] or ""),
        today=now().astimezone(VIETNAM).date(),
        folders=settings.rules,
    )
    path = Path(targets[0]) if targets else None
    if len(targets) > 1 or (path is not None and _is_folder(path)):
        _check_several(list(_files(map(Path, targets))), asked, begun)
    elif path is not None and (path.suffix.lower() == ".docx" or path.is_file()):
        kind = kind or (TEMPLATE if (path.parent / MANIFEST).is_file() else "")
        _check_file(path, replace(asked, kind=kind))
    else:
        places = _places(settings, targets[0] if targets else None)
        found = [(slug, f) for slug, package in places.items() for f in _looked_at(package)]
        click.echo(f"Đã kiểm tra {len(places)} bộ mẫu.")
        _tell(found, BrokenPackage)


def _is_folder(path: Path) -> bool:
    """Say whether papers are meant; a package's folder is checked by its name."""
    return path.is_dir() and not (path / MANIFEST).is_file()


def _files(targets: Iterable[Path]) -> Iterator[Path]:
    """Give the Word files meant, each once: of a folder all below it but those that Word keeps while one is open."""
    seen: set[Path] = set()
    for target in targets:
        if not target.exists():
            raise NotFound(f"Không có tệp {target}.")
        inside = sorted(target.rglob("*.docx")) if target.is_dir() else [target]
        for path in inside:
            if not path.name.startswith("~$") and path.resolve() not in seen:
                seen.add(path.resolve())
                yield path
    if not seen:
        raise NotFound("Không có tệp .docx nào để kiểm tra.")
    if len(seen) > MOST_TOGETHER:
        raise InputTooLarge(f"Có {len(seen)} tệp; mỗi lần kiểm nhiều nhất {MOST_TOGETHER} tệp.")


def _check_several(paths: Sequence[Path], asked: Asked, terms: Sequence[date]) -> None:
    """Check finished papers one by one, then their numbers against one another."""
    reports: list[tuple[str, PaperReport]] = []
    wrong = False
    for path in paths:
        try:
            examined = examine_file(path, path.name, asked)
        except (UnreadableInput, InputTooLarge) as exc:
            wrong = True
            click.echo(f"{path}: {exc.detail}")
            continue
        click.echo(f"{path}: {examined.report.summary if examined.report else 'mẫu có thẻ.'}")
        wrong |= _say((str(path), f) for f in examined.findings)
        if examined.report is not None:
            reports.append((str(path), examined.report))
    found = together(reports, terms=terms, book=load_rulebook(*asked.folders))
    click.echo(f"Đối chiếu số của {len(reports)} văn bản: {len(found) or 'không có'} phát hiện.")
    wrong |= _say((f.place or "", replace(f, place="số, ký hiệu")) for f in found)
    if wrong:
        sys.exit(InvalidSubmission.exit_code)


def _check_file(path: Path, asked: Asked) -> None:
    """Check one Word file; of a template the fonts on this machine too."""
    if not path.is_file():
        raise NotFound(f"Không có tệp {path}.")
    examined: Examined = examine_file(path, path.name, asked)
    if examined.report is None:
        click.echo("Kiểm tra như mẫu có thẻ; muốn kiểm như văn bản đã xong thì thêm --as paper.")
        _tell([(str(path), f) for f in [*examined.findings, *_fonts(path)]], BrokenPackage)
        return
    click.echo(examined.report.summary)
    _tell([(path.name, f) for f in examined.findings], InvalidSubmission)


def _tell(found: list[tuple[str, Finding]], refusal: type[ServiceError]) -> None:
    if _say(found):
        sys.exit(refusal.exit_code)
    click.echo("Không có lỗi." if found else "Không có phát hiện nào.")


def _say(found: Iterable[tuple[str, Finding]]) -> bool:
    """Show findings; True when one is an error."""
    wrong = False
    for name, finding in found:
        place = finding.place or finding.pointer or ""
        click.echo(f"{finding.severity} {finding.rule} {name}: {place}")
        click.echo(f"    cần: {finding.required}\n    thấy: {finding.found}\n    cách sửa: {finding.mend}")
        wrong |= finding.severity is Severity.ERROR
    return wrong


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
