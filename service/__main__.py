"""The command line: `vanban`, or `python -m service`. Options in, files and sentences out, sysexits as exit codes."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from service.catalog.check import check_package, check_template
from service.convert.probe import probe
from service.errors import BrokenPackage, InvalidSubmission, NotFound, ServiceError
from service.intake.read import read
from service.intake.sheet import write_blank
from service.jobs.folder import DOCUMENTS, VERDICTS, Outcome, make_files
from service.jobs.submit import Order, Rows
from service.layouts.skeleton import LAYOUTS, skeleton_package
from service.model import Finding, Severity, Verdict
from service.pdf.claims import claimed
from service.pdf.verify import FLAVOURS, VeraJudge, probe_judge
from service.settings import PROJECT, Settings
from service.wiring import borrowed_tools, library, start_logging

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
STAGES = {"make": "Làm văn bản", "bind": "Đóng hồ sơ", "verify": "Kiểm định"}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def cli(context: click.Context) -> None:
    """Điền mẫu Word tiếng Việt từ dữ liệu và đóng thành hồ sơ PDF/A."""
    context.obj = Settings.from_env()
    start_logging("ERROR")


@cli.command()
@click.argument("slug")
@click.argument("data", type=EXISTING)
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
    "--no-verify", is_flag=True, help="Không kiểm định PDF/A (kết quả chưa được coi là lưu trữ được)."
)
@click.pass_obj
def make(settings: Settings, slug: str, data: Path, **wanted: Any) -> None:
    """Làm văn bản (và hồ sơ) từ tệp dữ liệu .json, .xlsx hoặc .csv."""
    package = library(settings).get(slug)
    taken = read(data, data.name, package.form, max_rows=settings.max_rows)
    rows = Rows([(n, s) for n, s in taken.good], taken.errors, taken.bad_rows)
    for error in taken.errors:
        _say(f"  {_place(error.as_dict())}: {error.detail}")
    if not rows.good:
        raise InvalidSubmission("Không có dòng nào dùng được. Xin sửa các lỗi nêu trên rồi chạy lại.")
    with borrowed_tools(settings) as tools, _bar() as progress:
        outcome = make_files(
            tools,
            package,
            rows,
            wanted["out"],
            Order(title=wanted["title"], dossier=wanted["dossier"], verify=not wanted["no_verify"]),
            progress,
        )
    _tell(outcome, rows, wanted["out"])
    sys.exit(_code(outcome, rows))


def _tell(outcome: Outcome, rows: Rows, out: Path) -> None:
    for row, error in outcome.failed:
        _say(f"  Dòng {row}: {error.detail}")
    pages = sum(m.pages for _, m in outcome.made)
    click.echo(f"Đã làm {len(outcome.made)} văn bản ({pages} trang) trong {out / DOCUMENTS}")
    if outcome.failed or rows.bad_rows:
        click.echo(f"Chưa làm được: {len(outcome.failed)} văn bản; sai dữ liệu: {len(rows.bad_rows)} dòng")
    if outcome.dossier:
        click.echo(f"Hồ sơ: {outcome.dossier}")
    if not outcome.verdicts:
        click.echo("Chưa kiểm định PDF/A.")
        return
    bad = {name: v for name, v in outcome.verdicts.items() if not v.compliant}
    good = len(outcome.verdicts) - len(bad)
    click.echo(
        f"Kiểm định PDF/A-2a và PDF/UA-1: {good}/{len(outcome.verdicts)} tệp đạt (xem {out / VERDICTS})"
    )
    for name, verdict in bad.items():
        _say("\n".join(_verdict_lines(name, verdict)))


def _code(outcome: Outcome, rows: Rows) -> int:
    codes = [error.exit_code for _, error in outcome.failed]
    codes += [65] if rows.bad_rows else []
    codes += [70] if any(not v.compliant for v in outcome.verdicts.values()) else []
    return max(codes, default=0)


@cli.command()
@click.argument("target", required=False)
@click.pass_obj
def check(settings: Settings, target: str | None) -> None:
    """Kiểm tra các bộ mẫu, một bộ mẫu (SLUG) hoặc một tệp Word (TỆP.docx)."""
    found: list[tuple[str, Finding]] = []
    if target and target.lower().endswith(".docx"):
        if not Path(target).is_file():
            raise NotFound(f"Không có tệp {target}.")
        found = [(target, f) for f in check_template(Path(target), None)]
    else:
        folders = _folders(settings, target)
        found = [(folder.name, f) for folder in folders for f in check_package(folder)]
        click.echo(f"Đã kiểm tra {len(folders)} bộ mẫu.")
    for name, finding in found:
        place = finding.place or finding.pointer or ""
        click.echo(f"{finding.severity} {finding.rule} {name}: {place}")
        click.echo(f"    cần: {finding.required}\n    thấy: {finding.found}\n    cách sửa: {finding.mend}")
    if any(f.severity is Severity.ERROR for _, f in found):
        sys.exit(BrokenPackage.exit_code)
    click.echo("Không có lỗi." if found else "Không có phát hiện nào.")


def _folders(settings: Settings, slug: str | None) -> list[Path]:
    folders = [f for root in settings.templates for f in sorted(root.glob("*/package.toml"))]
    found = [f.parent for f in folders if slug in (None, f.parent.name)]
    if slug and not found:
        raise NotFound(f"Không có bộ mẫu “{slug}”.")
    return found


@cli.command()
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


@cli.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.pass_obj
def verify(settings: Settings, files: tuple[Path, ...]) -> None:
    """Kiểm định tệp PDF bằng veraPDF theo đúng các chuẩn mà tệp tự nhận."""
    judge = VeraJudge(memory_mb=settings.verify_memory, timeout=settings.verify_timeout)
    codes = []
    try:
        for path in files:
            try:
                code, lines = _judged(judge, path)
            except ServiceError as exc:
                code, lines = exc.exit_code, [f"{path}: {exc.detail}"]
            codes.append(code)
            click.echo("\n".join(lines))
    finally:
        judge.close()
    sys.exit(max(codes))


def _judged(judge: VeraJudge, path: Path) -> tuple[int, list[str]]:
    claims = claimed(path)
    known = [c for c in claims if c in FLAVOURS]
    verdict = judge.judge(path, known or ("2a", "ua1"))
    lines = [
        f"{path}: tệp tự nhận “{c}”, chuẩn này không có hoặc không kiểm được."
        for c in claims
        if c not in known
    ]
    if not claims:
        lines = [f"{path}: tệp không tự nhận là PDF/A hay PDF/UA; đã thử PDF/A-2a và PDF/UA-1."]
    good = bool(claims) and len(known) == len(claims) and verdict.compliant
    return 0 if good else 65, [*lines, *_verdict_lines(str(path), verdict)]


def _verdict_lines(name: str, verdict: Verdict) -> list[str]:
    lines = []
    for one in verdict.flavours:
        standard = "PDF/UA-1" if one.flavour == "ua1" else f"PDF/A-{one.flavour}"
        lines.append(f"{name}: {standard} {'ĐẠT' if one.compliant else 'KHÔNG ĐẠT'} ({one.checks} phép kiểm)")
        lines += [f"    {rule} ({count} chỗ)" for rule, count in one.failed.items()]
    return lines


@cli.command()
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Xem máy đã đủ chương trình và phông chữ chưa, thiếu thì cài thế nào."""
    missing = 0
    for tool in [*probe(settings.soffice, settings.uno_python), probe_judge()]:
        click.echo(f"{'có   ' if tool.found else 'THIẾU'}  {tool.name}  {tool.version}")
        if not tool.found:
            missing += 1
            click.echo(f"       {tool.mend}")
    click.echo("Máy đã đủ mọi thứ cần thiết." if not missing else f"Còn thiếu {missing} thứ.")
    sys.exit(69 if missing else 0)


@cli.command("settings")
@click.pass_obj
def show_settings(settings: Settings) -> None:
    """In các thiết đặt, giá trị và nơi đặt."""
    for variable, value, origin, meaning in settings.shown():
        click.echo(f"{variable}={value}  ({origin})\n    {meaning}")


@cli.command()
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


@cli.command()
@click.option("--port", type=int, help="Cổng lắng nghe.")
@click.option("--host", help="Địa chỉ lắng nghe.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Thư mục giữ dữ liệu.")
@click.pass_obj
def serve(settings: Settings, **given: Any) -> None:
    """Mở dịch vụ web và API trên máy này."""
    settings = settings.replace(**{k: v for k, v in given.items() if v is not None})
    settings.check_exposure()
    click.echo(f"Văn Bản đang chạy tại http://{settings.host}:{settings.port}/ (Ctrl+C để dừng)", err=True)
    # granian takes this process's place: its parent stays small, and one child does all the work.
    arguments = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
    arguments += [
        "--blocking-threads",
        "8",
        "--backpressure",
        "64",
        "--respawn-failed-workers",
        "--no-access-log",
    ]
    arguments += ["--log-level", "warning", "--workers-kill-timeout", "30", "--working-dir", str(PROJECT)]
    arguments += ["--host", settings.host, "--port", str(settings.port), "wsgi:app"]
    os.execve(sys.executable, arguments, settings.environment())  # noqa: S606 - no shell, our own arguments


def _place(error: dict[str, Any]) -> str:
    parts = [
        f"dòng {error['row']}" if "row" in error else "",
        f"ô {error['cell']}" if "cell" in error else "",
    ]
    return ", ".join(p for p in parts if p) or error.get("pointer") or "tệp"


def _say(text: str) -> None:
    click.echo(text, err=True)


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    """A line on a terminal that says how far the work is; nothing where nobody looks."""
    shown = sys.stderr.isatty()

    def progress(stage: str, done: int, total: int) -> None:
        if shown:
            full = 30 * done // total
            click.echo(f"\r{STAGES[stage]:<12} [{'█' * full:<30}] {done}/{total} ", err=True, nl=False)

    yield progress
    if shown:
        click.echo(err=True)


def main(arguments: Iterable[str] | None = None) -> None:
    """Run one command; every refusal becomes a sentence on stderr and an exit code."""
    try:
        cli.main(
            list(arguments) if arguments is not None else None, prog_name="vanban", standalone_mode=False
        )
    except ServiceError as exc:
        _say(f"Lỗi: {exc.detail}")
        for error in exc.errors:
            _say(f"  {_place(error.as_dict())}: {error.detail}")
        sys.exit(exc.exit_code)
    except click.ClickException as exc:
        _say(f"Lỗi: {exc.format_message()} Chạy `vanban --help` để xem cách dùng.")
        sys.exit(64)
    except (click.Abort, KeyboardInterrupt):
        _say("Đã dừng theo yêu cầu.")
        sys.exit(130)


if __name__ == "__main__":
    main()
