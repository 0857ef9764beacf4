"""Binds so many of the documents in a folder: the process that `bench/bind.py` measures, with no import beside.

Usage: python bench/bound.py FOLDER DOCUMENTS
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from service.model import Metadata
from service.pdf.bind import Part, bind
from service.pdf.stamp import PageNumbers


def main(folder, count):
    files = sorted(folder.glob("???.pdf"))
    moment = datetime(2026, 12, 31, tzinfo=UTC)
    records = [Metadata(title=f"Biên bản {n}", created=moment) for n in range(count)]
    parts = [Part(files[n % len(files)], r.title, record=r, conformed=True) for n, r in enumerate(records)]
    bind(parts, folder / "ho-so.pdf", Metadata(title="Hồ sơ", created=moment), PageNumbers())


main(Path(sys.argv[1]), int(sys.argv[2]))
