"""Binding finished documents of about three pages: CPU time beside `qpdf --empty --pages`, and memory.

300 minutes of meetings are made, no two alike; where more are asked for, they are bound again. Each measurement is a
process of its own: its CPU time and its peak of resident memory, start and imports and all. qpdf and ours take turns.

Usage: python bench/bind.py [DOCUMENTS …]          default: 300 3334 (10,000 pages)
"""

import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from peers import sample

from service.forms.clean import clean
from service.pipeline import make_document, papers
from service.settings import Settings
from service.wiring import borrowed_tools, library

DIFFERENT, TURNS = 300, 5
WORDS = ("lúa Hè Thu", "cầu Kênh Ông Kho", "hộ cận nghèo", "tuyến đường hoa", "quỹ khuyến học", "nước sạch")


def minutes(folder):
    """Make different minutes; give their number of pages each."""
    package = library(Settings.from_env({})).get("bien-ban-sinh-hoat-chi-bo")
    pages = []
    with borrowed_tools(Settings.from_env({})) as tools:
        for n in range(DIFFERENT):
            values = sample(package.slug) | {"so": n + 1}
            values["y_kien"] = values["y_kien"][:1]
            values["ket_luan"] += f" Giao chi ủy theo dõi {WORDS[n % 6]} {n * 37} lần; {WORDS[n // 6 % 6]}."
            values["thoi_su"] += f" Nói về {WORDS[n % 5]} và {WORDS[n % 4]}, kỳ {n}."
            paper = papers(package, clean(package.form, values, lenient=False))[0]
            pages.append(make_document(tools, paper, folder, f"{n:03}").pages)
    return pages


def measured(command):
    """Run a command; give seconds of CPU and MB at its peak."""
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{command[0]} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def take_turns(folder, count):
    """Bind `count` documents with qpdf and with ours in turn; give medians of s and MB, and the ratio."""
    files = sorted(folder.glob("???.pdf"))
    inputs = [folder / f"{n:05}.pdf" for n in range(count)]
    for n, path in enumerate(inputs):
        path.unlink(missing_ok=True)
        path.hardlink_to(files[n % DIFFERENT])  # qpdf reads a file once that it is given twice
    bound = [sys.executable, str(Path(__file__).with_name("bound.py")), str(folder), str(count)]
    merge = ["qpdf", "--empty", "--pages", *map(str, inputs), "--", str(folder / "qpdf.pdf")]
    pairs = [(measured(bound), measured(merge)) for _ in range(TURNS)]
    ours, theirs = (
        [median(figures) for figures in zip(*side, strict=True)] for side in zip(*pairs, strict=True)
    )
    return ours, theirs, median(our[0] / their[0] for our, their in pairs)


def main(counts):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = minutes(folder)
        for count in counts:
            total = sum(pages[n % DIFFERENT] for n in range(count))
            ours, theirs, ratio = take_turns(folder, count)
            size = (folder / "ho-so.pdf").stat().st_size / 1e6
            print(
                f"{count} documents, {total} pages: {ours[0]:.1f} s of CPU ({ratio:.2f} of qpdf's {theirs[0]:.1f} s),"
                f" {ours[1]:.0f} MB (qpdf {theirs[1]:.0f} MB), file {size:.1f} MB",
                flush=True,
            )


main([int(n) for n in sys.argv[1:]] or [300, 3334])
