"""What the commands say: places, verdicts, and a bar on a terminal. Progress goes to stderr, results to stdout."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from click import exceptions as wrong

from service.jobs.order import Found
from service.model import Verdict

STAGES = {
    "make": "Làm văn bản",
    "take": "Xem các tệp",
    "bind": "Đóng hồ sơ",
    "sign": "Ký số",
    "verify": "Kiểm định",
}


def verdict_lines(name: str, verdict: Verdict) -> list[str]:
    """Say a verdict: a line for each standard, and under it the rules that failed."""
    lines = []
    for one in verdict.flavours:
        standard = "PDF/UA-1" if one.flavour == "ua1" else f"PDF/A-{one.flavour}"
        lines.append(f"{name}: {standard} {'ĐẠT' if one.compliant else 'KHÔNG ĐẠT'} ({one.checks} phép kiểm)")
        lines += [f"    {rule} ({count} chỗ)" for rule, count in one.failed.items()]
    return lines


def place(error: dict[str, Any]) -> str:
    """Say where an error stands: its row and cell, else its pointer."""
    parts = [
        f"dòng {error['row']}" if "row" in error else "",
        f"ô {error['cell']}" if "cell" in error else "",
    ]
    return ", ".join(p for p in parts if p) or error.get("pointer") or "tệp"


def finding_lines(found: Found) -> list[str]:
    """Say a finding: where it stands, what is required, what was found, how to mend it, or why it was passed over."""
    finding, at = found.finding, place(found.at.as_dict())
    lines = [
        f"  Phát hiện {finding.severity} {finding.rule}, {at}, {finding.place or 'cả văn bản'}:",
        f"      cần: {finding.required}",
        f"      thấy: {finding.found}",
    ]
    mend = f"bỏ qua, lý do: {found.reason}" if found.reason else f"cách sửa: {finding.mend}"
    return [*lines, f"      {mend}"]


def say(text: str) -> None:
    """Say something that is not a result."""
    click.echo(text, err=True)


def usage(exc: click.ClickException) -> str:
    """Say what is wrong with the words of a command."""
    context = getattr(exc, "ctx", None)
    if isinstance(exc, wrong.NoArgsIsHelpError) and context is not None:
        return str(context.get_help())
    command = context.command_path if context is not None else "vanban"
    return f"Lỗi: {_wrong_usage(exc)} Chạy `{command} --help` để xem cách dùng."


def _wrong_usage(exc: click.ClickException) -> str:
    match exc:
        case wrong.NoSuchCommand():
            return f"Không có lệnh “{exc.command_name}”.{_perhaps(exc.possibilities)}"
        case wrong.NoSuchOption():
            return f"Không có tùy chọn “{exc.option_name}”.{_perhaps(exc.possibilities)}"
        case wrong.MissingParameter():
            return f"Thiếu {_parameter(exc)}."
        case wrong.BadParameter():
            return f"Giá trị của {_parameter(exc)} chưa đúng."
    return "Cách gọi lệnh chưa đúng."


def _perhaps(possibilities: list[str] | None) -> str:
    return f" Ý bạn là “{possibilities[0]}”?" if possibilities else ""


def _parameter(exc: click.BadParameter) -> str:
    if exc.param is None:
        return str(exc.param_hint or "tham số")
    name = exc.param.opts[0]
    return name if name.startswith("-") else exc.param.human_readable_name


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A line on a terminal that says how far the work is; nothing where nobody looks."""
    shown = sys.stderr.isatty()

    def progress(stage: str, done: int, total: int) -> None:
        if shown:
            full = 30 * done // total
            click.echo(f"\r{STAGES[stage]:<12} [{'█' * full:<30}] {done}/{total} ", err=True, nl=False)

    try:
        yield progress
    finally:
        if shown:
            click.echo(err=True)
