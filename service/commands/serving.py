"""`vanban serve`: pages and API on this machine."""

import os
import socket
import sys
from pathlib import Path
from typing import Any

import click

from service.checks.rulefiles import load_rulebook
from service.convert.probe import find_soffice
from service.errors import BadSettings, ToolMissing
from service.settings import PROJECT, Settings
from service.wiring import claim, library


@click.command()
@click.option("--port", type=int, help="Cổng lắng nghe.")
@click.option("--host", help="Địa chỉ lắng nghe.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Thư mục giữ dữ liệu.")
@click.pass_obj
def serve(settings: Settings, /, **given: Any) -> None:
    """Mở dịch vụ web và API trên máy này."""
    settings = settings.replace(**{k: v for k, v in given.items() if v is not None})
    settings.check_exposure()
    # Said here and now: what the server finds out later is told in its log.
    load_rulebook(*settings.rules)
    library(settings)
    claim(settings.data_folder).close()
    _check_port(settings.host, settings.port)
    _warn_of_missing_tools(settings)
    click.echo(f"Văn Bản đang chạy tại http://{settings.host}:{settings.port}/ (Ctrl+C để dừng)", err=True)
    # granian takes this process's place: its parent stays small, and one child does all the work.
    arguments = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
    arguments += [
        "--blocking-threads",
        "64",  # a slow line holds one of them until all is sent; how many work is said in web.turns
        "--backpressure",
        "512",  # connections, idle ones too
        "--http1-header-read-timeout",
        "10000",
        "--respawn-failed-workers",
        "--no-access-log",
    ]
    arguments += ["--log-level", "error", "--workers-kill-timeout", "30", "--working-dir", str(PROJECT)]
    arguments += ["--host", settings.host, "--port", str(settings.port), "wsgi:app"]
    os.execve(sys.executable, arguments, settings.environment())  # noqa: S606 - no shell, our own arguments


def _warn_of_missing_tools(settings: Settings) -> None:
    """Say at once that no PDF can be made; whatever needs none is served all the same."""
    try:
        find_soffice(settings.soffice_path)
    except ToolMissing as exc:
        click.echo(f"Lưu ý: chưa làm được PDF. {exc.detail}", err=True)


def _check_port(host: str, port: int) -> None:
    if not 0 < port < 65536:
        raise BadSettings(f"Không có cổng {port}: cổng là số từ 1 đến 65535. Xin chọn cổng khác bằng --port.")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as exc:
        raise BadSettings(
            f"Không mở được cổng {port} tại địa chỉ {host}. Xin dừng chương trình đang dùng cổng này, "
            "hoặc chọn cổng khác bằng --port."
        ) from exc
