"""`vanban serve`: pages and API on this machine."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from service.settings import PROJECT, Settings


@click.command()
@click.option("--port", type=int, help="Cổng lắng nghe.")
@click.option("--host", help="Địa chỉ lắng nghe.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Thư mục giữ dữ liệu.")
@click.pass_obj
def serve(settings: Settings, /, **given: Any) -> None:
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
    arguments += ["--log-level", "error", "--workers-kill-timeout", "30", "--working-dir", str(PROJECT)]
    arguments += ["--host", settings.host, "--port", str(settings.port), "wsgi:app"]
    os.execve(sys.executable, arguments, settings.environment())  # noqa: S606 - no shell, our own arguments
