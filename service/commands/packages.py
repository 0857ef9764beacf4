"""`vanban sheet`, `new`: the workbook of a template package, a fresh package."""

from pathlib import Path

import click

from service.errors import InvalidSubmission, StorageUnavailable
from service.intake.sheet import write_blank
from service.layouts.skeleton import LAYOUTS, skeleton_package
from service.settings import Settings
from service.wiring import library

SHEETS = (".xlsx", ".csv")


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
        raise StorageUnavailable.of(f"Không ghi được {out}", exc) from exc
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
