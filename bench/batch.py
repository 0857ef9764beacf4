"""100 commitment forms to one dossier with two workers, beside the bare conversion of the same .docx one by one.

Also the merge alone. Without verification.

Usage: python bench/batch.py [FORMS]
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from peers import Bare, closing, sample

from service.forms.clean import clean
from service.jobs.folder import make_files
from service.jobs.submit import Order, Rows
from service.pdf.bind import Part, bind
from service.settings import Settings
from service.wiring import borrowed_tools, library

NAMES = ("An", "Bình", "Cường", "Dung", "Giang", "Hạnh", "Khôi", "Lan", "Minh", "Ngọc")
FAMILIES = ("Nguyễn Văn", "Trần Thị", "Lê Quốc", "Phạm Ngọc", "Đặng Hữu", "Võ Thùy", "Hồ Xuân")
DUTIES = (
    "Hoàn thành {} chỉ tiêu được giao trước ngày {}/6; báo cáo chi bộ bằng văn bản.",
    "Giải quyết {}% hồ sơ đúng hạn; trực tiếp dân {} buổi mỗi tháng, không để ai phải chờ.",
    "Vận động {} hộ hiến đất làm đường; giúp đỡ {} quần chúng ưu tú phấn đấu vào Đảng.",
)


def rows_of(package, forms):
    values = sample(package.slug)
    people = [
        values
        | {
            "ho_ten": f"{FAMILIES[n % 7]} {NAMES[n % 10]} {NAMES[n // 10 % 10]}",
            "chuc_trach_nhiem_vu": DUTIES[n % 3].format(n * 37 % 101, n * 11 % 29),
        }
        for n in range(forms)
    ]
    return Rows([(n, clean(package.form, person, lenient=False)) for n, person in enumerate(people, start=1)])


def timed(act):
    begin = time.perf_counter()
    result = act()
    return (time.perf_counter() - begin) * 1000, result


def bare_in_between(bare, made, forms):
    return [bare.convert(one.docx) for _, one in made[:forms]]


def main(forms):
    settings = Settings.from_env({"VANBAN_WORKERS": "2"})
    package = library(settings).get("ban-cam-ket")
    order = Order(title="Bản cam kết", dossier=True, verify=False)
    ratios, merges = [], []
    with tempfile.TemporaryDirectory() as name, closing(Bare()) as (bare,), borrowed_tools(settings) as tools:
        rows = rows_of(package, forms)

        def work(out):
            return make_files(tools, package, rows, Path(name) / out, order, lambda *_: None)

        work("warm")
        for n in range(3):
            ours, outcome = timed(lambda n=n: work(f"run{n}"))
            theirs = bare_in_between(bare, outcome.made, 30)
            parts = [Part(m.pdf, m.paper.metadata.title) for _, m in outcome.made]
            metadata = outcome.made[0][1].paper.metadata
            merge, _ = timed(
                lambda parts=parts, metadata=metadata: bind(parts, Path(name) / "merge.pdf", metadata)
            )
            ratios.append(ours / forms / median(theirs))
            merges.append(merge / forms)
            print(
                f"{ours / forms:6.1f} ms a document, bare {median(theirs):6.1f} ms, merge {merge / forms:.1f} ms"
            )
        size = outcome.dossier.stat().st_size
        pages = sum(m.pages for _, m in outcome.made)
    print(f"{forms} forms, two workers: ratio {median(ratios):.2f} (≤ 0.70)")
    print(
        f"merge alone: {median(merges):.1f} ms a document (≤ 12); dossier {size / pages / 1024:.1f} KB a page (≤ 5)"
    )


main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
