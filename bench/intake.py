"""A list of 5,631 members with 25 columns: read and cleaned, beside openpyxl only reading it; 1,000 errors given back.

Usage: python bench/intake.py [RUNS]
"""

import json
import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import openpyxl
import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from service.forms.schema import load_form
from service.intake.read import read
from service.intake.returned import write_returned

ROWS, COLUMNS, WRONG = 5_631, 25, 1_000
KINDS = (
    {"type": "string", "format": "vn-name"},
    {"type": "string", "format": "vn-date"},
    {"type": "string", "format": "vn-cccd"},
    {"type": "integer"},
    {"type": "string"},
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
                    sheet.write_string(row, place, f"Ấp {row}, xã Mỹ Thọ, tỉnh Đồng Tháp")


def timed(call):
    begin = time.process_time()
    result = call()
    return time.process_time() - begin, result


def bare(path):
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for row in book.worksheets[0].iter_rows(values_only=True) if row)


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    fields = form()
    with tempfile.TemporaryDirectory() as name:
        good, bad = Path(name, "tot.xlsx"), Path(name, "loi.xlsx")
        write(good, 0)
        write(bad, WRONG)
        ours, peers, backs = [], [], []
        for _ in range(runs):
            took, taken = timed(lambda: read(good, good.name, fields, max_rows=10_000))
            ours.append(took)
            assert len(taken.good) == ROWS
            peers.append(timed(lambda: bare(good))[0])
        taken = read(bad, bad.name, fields, max_rows=10_000)
        assert len(taken.bad_rows) == WRONG
        target = Path(name, "tra-lai.xlsx")
        for _ in range(runs):
            backs.append(
                timed(lambda: write_returned(taken.drafted, taken.errors, taken.bad_rows, target))[0]
            )
    print(
        json.dumps(
            {
                "rows": ROWS,
                "columns": COLUMNS,
                "read_and_clean_s": round(median(ours), 3),
                "openpyxl_read_s": round(median(peers), 3),
                "ratio": round(median(o / p for o, p in zip(ours, peers, strict=True)), 2),
                "returned_s": round(median(backs), 3),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
