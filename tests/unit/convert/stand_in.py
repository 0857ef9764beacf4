"""A program that plays LibreOffice and its driver, and looks at what real and played ones leave behind."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from docx import Document

from service.convert.pool import SofficePool
from service.convert.profile import write_tiny_docx

# Plays both programs. As LibreOffice it only starts and ends; as the system's Python it is the driver, and
# does what the text of the "document" says.
STAND_IN = """#!{python}
import json, os, sys, time
from pathlib import Path
PDF = Path({pdf!r}).read_bytes()
args = sys.argv[1:]
if "-c" in args:
    print("uno")
elif "--terminate_after_init" in args:
    sys.exit(0)
else:
    folder = Path(args[2])
    counter = Path(__file__).with_name("starts")
    with counter.open("a") as file:
        file.write("x")
    first = counter.stat().st_size == 1
    os.write(1, json.dumps({{"ready": {{"pid": os.getpid(), "isolated": False}}}}).encode() + b"\\n")
    for line in sys.stdin:
        order = json.loads(line)
        word = Path(order["source"]).read_bytes().decode("utf-8", "replace")
        target = Path(order["target"])
        answer = {{"done": True}}
        if "slow" in word:
            time.sleep(0.4)
        if "hang" in word and ("always" in word or first):
            time.sleep(600)
        if "die" in word and ("always" in word or first):
            os._exit(1)
        if "grow" in word and ("always" in word or first):
            kept = b"x" * 300_000_000
            time.sleep(600)
        if "refuse" in word and ("always" in word or first):
            answer = {{"failed": "store", "detail": "refused"}}
        elif "zero" in word:
            target.write_bytes(Path({empty!r}).read_bytes())
        elif "garbage" in word:
            target.write_bytes(b"%PDF-1.7 garbage")
        elif "other" in word:
            target.write_bytes(b"<html>" + PDF)
        elif "nothing" not in word:
            target.write_bytes(PDF)
        os.write(1, json.dumps(answer).encode() + b"\\n")
"""


def processes_of(folder: Path) -> list[int]:
    """List the living processes that name the folder in their command line."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in line and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


def soffice_of(folder: Path) -> list[int]:
    """List the LibreOffice processes that work in the folder."""
    return [pid for pid in processes_of(folder) if _command(pid).endswith("soffice.bin")]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode()
    except OSError:
        return ""


def a_docx(path: Path, paragraphs: int = 3) -> Path:
    """Write a Vietnamese .docx of the length wanted."""
    document = Document()
    document.add_heading("Nghị quyết", 1)
    for number in range(paragraphs):
        document.add_paragraph(f"{number}. Chi bộ khu phố 5 họp, có mặt 27/30 đảng viên. " * 5)
    document.save(str(path))
    return path


def warm(pool: SofficePool, folder: Path, processes: int = 1) -> None:
    """Let a pool start so many processes: each converts a document, at the same time."""
    together = threading.Barrier(processes)

    def one(number: int) -> None:
        source = folder / f"khởi động {number}.docx"
        write_tiny_docx(source)
        together.wait()
        pool.convert(source, folder / f"khởi động {number}.pdf")
        source.unlink()

    with ThreadPoolExecutor(processes) as threads:
        list(threads.map(one, range(processes)))


def write_stand_in(program: Path) -> None:
    """Write the stand-in; a file "starts" beside it grows by one byte with each start as a driver."""
    program.parent.mkdir()
    page, empty = program.with_name("page.pdf"), program.with_name("empty.pdf")
    page.write_bytes(_pdf(1))
    empty.write_bytes(_pdf(0))
    text = STAND_IN.format(python=sys.executable, pdf=str(page), empty=str(empty))
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)


def _pdf(pages: int) -> bytes:
    kids = "3 0 R" if pages else ""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    body, places = "%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 4\n0000000000 65535 f \n{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + end).encode()
