"""Two lists of 5,631 members with 25 columns, beside openpyxl only reading them; 1,000 errors given back.

Both are read, cleaned and checked as the service does: service.intake.read.read, then Bench.rows. The plain list
(names, dates, numbers of identity, numbers, addresses) is checked by every rule that looks at texts of any kind, and by
that of the order of days; one row in fifty has a percentage that does not agree. The list of commitments
(bench/commitments.py: the package ban-cam-ket widened to 25 columns, 1,350 letters of text in a row that hardly repeat)
is checked by all the checks of its package. Seconds are processor time, ratios the median of each run to the peer right
beside it. The peak of memory is that of a process that does this once.

Usage: python bench/intake.py [RUNS]
"""

import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import openpyxl
import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import commitments

from service.catalog.package import load_package
from service.checks.rulefiles import our_rulebook
from service.forms.schema import load_form
from service.intake.read import read
from service.intake.returned import write_returned
from service.jobs.judging import Bench

ROWS, COLUMNS, WRONG = 5_631, 25, 1_000
KINDS = (
    {"type": "string", "format": "vn-name"},
    {"type": "string", "format": "vn-date"},
    {"type": "string", "format": "vn-cccd"},
    {"type": "integer"},
    {"type": "string"},
)


TEXT_RULES = ("D4", "D5", "D8", "D12", "D13", "T3", "T4", "T7", "T13")


def plain_package():
    """A package of the plain list: no paper is made of it, its rows are only checked."""
    checks = [{"rule": rule, "texts": "*"} for rule in TEXT_RULES]
    checks.append({"rule": "D6", "days": [f"c{n}" for n in range(1, COLUMNS, 5)]})
    known = load_package(commitments.PACKAGE)
    return replace(
        known, slug="danh-sach", sha256="danh-sach", form=form(), documents=(), checks=tuple(checks)
    )


def form():
    members = {f"c{n}": {**KINDS[n % 5], "title": f"Cột {n}"} for n in range(COLUMNS)}
    return load_form({"type": "object", "title": "Danh sách", "properties": members, "required": ["c0"]})


def write(path, wrong):
    """Write the list; `wrong` rows have a citizen number that lost its zero."""
    chance = random.Random(1)
    bad = set(chance.sample(range(1, ROWS + 1), wrong))
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet("Dữ liệu"), book.add_format({"num_format": "dd/mm/yyyy"})
        for place in range(COLUMNS):
            sheet.write_string(0, place, f"Cột {place}")
        for row in range(1, ROWS + 1):
            for place in range(COLUMNS):
                kind = place % 5
                if kind == 0:
                    sheet.write_string(
                        row, place, f"Nguyễn Thị {chance.choice(('Út', 'Ước', 'Đào'))} {'abcdefgh'[row % 8]}"
                    )
                elif kind == 1:
                    sheet.write_datetime(row, place, date(1950, 1, 1) + timedelta(days=row * 3 + place), day)
                elif kind == 2:
                    sheet.write_string(row, place, f"{row * 7_919 + place:012}"[row in bad :])
                elif kind == 3:
                    sheet.write_number(row, place, row)
                else:
                    share = " (9/12 kỳ, chiếm 74,00%)" if row % 50 == 0 and place == kind else ""
                    sheet.write_string(row, place, f"Ấp {row}, xã Mỹ Thọ, tỉnh Đồng Tháp{share}")


def timed(call):
    begin = time.process_time()
    result = call()
    return time.process_time() - begin, result


def bare(path):
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for row in book.worksheets[0].iter_rows(values_only=True) if row)


def checked(path, package):
    """Read, clean and check; give the seconds of reading and cleaning, of checking, and what came of it."""
    reading, taken = timed(lambda: read(path, path.name, package.form, max_rows=10_000))
    judging, rows = timed(lambda: Bench(our_rulebook(), date(2026, 11, 22)).rows(package, taken))
    return reading, judging, rows


def peak(path, folder):
    """Check once in a process of its own; give the megabytes that it had at most."""
    checked(path, load_package(folder))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def beside(path, package, runs):
    """Read, clean and check, and let openpyxl read, in turn; give the figures and the rows."""
    ours, peers = [], []
    for _ in range(runs):
        reading, judging, rows = checked(path, package)
        ours.append((reading, judging))
        peers.append(timed(lambda: bare(path))[0])
    return {
        "read_and_clean_s": round(median(reading for reading, _ in ours), 3),
        "check_s": round(median(judging for _, judging in ours), 3),
        "whole_s": round(median(map(sum, ours)), 3),
        "openpyxl_read_s": round(median(peers), 3),
        "ratio": round(median(sum(o) / p for o, p in zip(ours, peers, strict=True)), 2),
        "found": dict(Counter(f.finding.rule for f in rows.found)),
    }, rows


def plain_list(folder, runs):
    package = plain_package()
    good, bad, back = folder / "tot.xlsx", folder / "loi.xlsx", folder / "tra-lai.xlsx"
    write(good, 0)
    write(bad, WRONG)
    told, rows = beside(good, package, runs)
    assert told["found"] == {"T3": ROWS // 50}
    assert len(rows.good) + len(rows.bad_rows) == ROWS
    taken = read(bad, bad.name, package.form, max_rows=10_000)
    assert len(taken.bad_rows) == WRONG
    every = [draft.number for draft in taken.drafted.drafts]
    for name, given in (("returned_s", taken.bad_rows), ("marked_s", every)):
        times = [
            timed(lambda g=given: write_returned(taken.drafted, taken.errors, g, back))[0]
            for _ in range(runs)
        ]
        told[name] = round(median(times), 3)
    return told


def checked_list(folder, runs):
    package = commitments.widened(folder)
    assert len(package.form.root.fields) == COLUMNS
    path = folder / "cam-ket.xlsx"
    commitments.write(path, package.form, commitments.people(ROWS))
    with get_context("spawn").Pool(1) as alone:
        most = alone.apply(peak, (path, package.folder))
    told, rows = beside(path, package, runs)
    assert len(rows.good) + len(rows.bad_rows) == ROWS
    return told | {"peak_mb": most}


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps({"rows": ROWS, "columns": COLUMNS, "plain": plain_list(Path(name), runs)}))
        print(json.dumps({"rows": ROWS, "columns": COLUMNS, "checked": checked_list(Path(name), runs)}))


if __name__ == "__main__":
    main()
