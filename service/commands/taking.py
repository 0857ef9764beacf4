"""`vanban extract`, `split`: what is inside a dossier, given back as files."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from service.errors import Conflict, StorageUnavailable
from service.pdf.attach import enclosed
from service.pdf.split import split as split_dossier
from service.vietnamese.text import slug

_folder = click.option(
    "-o",
    "out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    help="Thư mục kết quả.",
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_folder
def extract(file: Path, out: Path) -> None:
    """Lấy dữ liệu nộp, tệp Word và bản kê ra khỏi hồ sơ PDF/A-3a."""
    count = 0
    for found in enclosed(file):
        _write(out / found.name, found.content)
        renamed = "" if found.name == found.said else f"  (trong hồ sơ ghi là “{found.said!r}”)"
        click.echo(f"{out / found.name}{renamed}")
        count += 1
    click.echo(f"Đã lấy ra {count} tệp.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_folder
def split(file: Path, out: Path) -> None:
    """Tách hồ sơ thành từng văn bản, mỗi văn bản lại là một tệp PDF/A-2a."""
    count = 0
    with TemporaryDirectory(prefix="vanban-") as work:
        for count, piece in enumerate(split_dossier(file, Path(work)), start=1):
            target = out / f"{count:04}_{slug(piece.title) or 'van-ban'}.pdf"
            _write(target, piece.path.read_bytes())
            piece.path.unlink()
            click.echo(f"{target}  ({piece.pages} trang)")
    click.echo(f"Đã tách {count} văn bản.")


def _write(target: Path, content: bytes) -> None:
    """Write a file that is not there yet; one with the same content may be there."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as writer:
            writer.write(content)
    except FileExistsError as exc:
        if not target.is_file() or target.read_bytes() != content:
            raise Conflict(
                f"Tệp {target} đã có với nội dung khác nên không ghi đè. Xin chọn thư mục khác."
            ) from exc
    except OSError as exc:
        raise StorageUnavailable.of(f"Không ghi được {target}", exc) from exc
