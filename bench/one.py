"""One document by HTTP, warm, values in, PDF/A-2a + UA-1 bytes out, beside the bare conversion of the same .docx.

Usage: python bench/one.py [RUNS]
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from docxtpl import DocxTemplate
from peers import Bare, Server, closing, in_turn, loaded_package, sample

PDF = "application/pdf"


def measure(server, bare, slug, values, docx, runs):
    body = {"template": slug, "values": values, "verify": False}

    def ours():
        begin = time.perf_counter()
        status, _, data = server.call("POST", "/api/v1/documents", body, Accept=PDF)
        took = (time.perf_counter() - begin) * 1000
        if status != 200 or not data.startswith(b"%PDF"):
            raise SystemExit(data[:2000].decode("utf-8", "replace"))
        return took

    in_turn(5, ours, lambda: bare.convert(docx))
    return in_turn(runs, ours, lambda: bare.convert(docx))


def given_out(server, slug, values, folder):
    _, headers, _ = server.call(
        "POST", "/api/v1/documents", {"template": slug, "values": values, "verify": False}, Accept=PDF
    )
    path = folder / f"{slug}.docx"
    path.write_bytes(server.call("GET", f"{headers['Location']}/docx")[2])
    return path


def main(runs):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package, loaded = loaded_package(folder / "mau")
        with closing(Server(folder / "data", templates=[folder / "mau"]), Bare()) as (server, bare):
            rows = []
            for slug in (
                "ban-cam-ket",
                "nghi-quyet-chi-bo",
                "bien-ban-sinh-hoat-chi-bo",
                "bao-cao-tong-ket-nam",
            ):
                values = sample(slug)
                docx = given_out(server, slug, values, folder)
                rows.append((slug, "≤ 1.30", measure(server, bare, slug, values, docx, runs)))
            plain = folder / "plain.docx"
            template = DocxTemplate(package / "mau.docx")
            template.render(loaded, autoescape=True)
            template.save(plain)
            rows.append(
                ("mau-nang / plain docxtpl", "≤ 1.00", measure(server, bare, "mau-nang", loaded, plain, runs))
            )
            for slug, bound, (ours, theirs, ratio) in rows:
                print(
                    f"{slug:<28} {median(ours):7.1f} ms  bare {median(theirs):7.1f} ms  ratio {ratio:.2f} ({bound})"
                )


main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
