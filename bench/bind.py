"""Binding finished documents of about three pages: CPU time beside `qpdf --empty --pages`, and memory.

Thirty minutes of meetings are made, no two alike, and bound again and again until there are as many as asked for. Each
measurement is a process of its own: its CPU time and its peak of resident memory, imports and all.

Usage: python bench/bind.py [DOCUMENTS …]          default: 300 3334 (10,000 pages)
"""

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from peers import sample

from service.forms.clean import clean
from service.model import Metadata
from service.pdf.bind import Part, bind
from service.pdf.stamp import PageNumbers
from service.pipeline import make_document, papers
from service.settings import Settings
from service.wiring import borrowed_tools, library

DIFFERENT = 30
WORDS = ("lúa Hè Thu", "cầu Kênh Ông Kho", "hộ cận nghèo", "tuyến đường hoa", "quỹ khuyến học", "nước sạch")


def minutes(folder):
    """Make different minutes; give their number of pages each."""
    package = library(Settings.from_env({})).get("bien-ban-sinh-hoat-chi-bo")
    pages = []
    with borrowed_tools(Settings.from_env({})) as tools:
        for n in range(DIFFERENT):
            values = sample(package.slug) | {"so": n + 1}
            values["y_kien"] = values["y_kien"][:1]
            values["ket_luan"] += f" Giao chi ủy theo dõi {WORDS[n % 6]} {n * 37 % 101} lần; {WORDS[n // 6]}."
            values["thoi_su"] += f" Nói về {WORDS[n % 5]} và {WORDS[n % 4]}."
            paper = papers(package, clean(package.form, values, lenient=False))[0]
            pages.append(make_document(tools, paper, folder, f"{n:03}").pages)
    return pages


def bind_them(folder, count):
    """Bind so many of the documents in `folder`; what a measured process does."""
    files = sorted(folder.glob("???.pdf"))
    moment = datetime(2026, 12, 31, tzinfo=UTC)
    records = [Metadata(title=f"Biên bản {n}", created=moment) for n in range(count)]
    parts = [Part(files[n % len(files)], r.title, record=r, conformed=True) for n, r in enumerate(records)]
    bind(parts, folder / "ho-so.pdf", Metadata(title="Hồ sơ", created=moment), PageNumbers())


def measured(command):
    """Run a command; give seconds of CPU and MB at its peak."""
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{command[0]} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main(counts):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = minutes(folder)
        files = sorted(folder.glob("???.pdf"))
        for count in counts:
            total = sum(pages[n % DIFFERENT] for n in range(count))
            inputs = [folder / f"{n:05}.pdf" for n in range(count)]
            for n, path in enumerate(inputs):
                path.unlink(missing_ok=True)
                path.hardlink_to(files[n % DIFFERENT])  # qpdf reads a file once that it is given twice
            merge = measured(
                ["qpdf", "--empty", "--pages", *map(str, inputs), "--", str(folder / "qpdf.pdf")]
            )
            ours = measured([sys.executable, __file__, "--bind", name, str(count)])
            size = (folder / "ho-so.pdf").stat().st_size / 1e6
            print(
                f"{count} documents, {total} pages: {ours[0]:.1f} s of CPU ({ours[0] / merge[0]:.2f} of qpdf's"
                f" {merge[0]:.1f} s), {ours[1]:.0f} MB (qpdf {merge[1]:.0f} MB), file {size:.1f} MB",
                flush=True,
            )


if sys.argv[1:2] == ["--bind"]:
    bind_them(Path(sys.argv[2]), int(sys.argv[3]))
else:
    main([int(n) for n in sys.argv[1:]] or [300, 3334])
