"""Resident memory of the service (without LibreOffice and the JVM) over 1,000 documents made by HTTP.

Usage: python bench/memory.py [DOCUMENTS]
"""

import sys
import tempfile
from pathlib import Path

from peers import Server, closing, sample

FOREIGN = ("soffice", "driver.py", "verify_worker", "java")


def children(pid):
    found = [pid]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:
            continue
        if int(text.rsplit(")", 1)[1].split()[1]) == pid:
            found += children(int(path.parent.name))
    return found


def resident(pid):
    """Give MB of resident and of proportional memory of the service's own processes."""
    rss = pss = 0
    for child in children(pid):
        command = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
        if any(name in command for name in FOREIGN):
            continue
        lines = dict(
            line.split(":", 1) for line in Path(f"/proc/{child}/smaps_rollup").read_text().splitlines()[1:]
        )
        rss += int(lines["Rss"].split()[0])
        pss += int(lines["Pss"].split()[0])
    return rss / 1024, pss / 1024


def main(documents):
    body = {"template": "ban-cam-ket", "values": sample("ban-cam-ket"), "verify": False}
    with tempfile.TemporaryDirectory() as name, closing(Server(Path(name))) as (server,):
        for n in range(1, documents + 1):
            status, _, answer = server.call("POST", "/api/v1/documents", body, Accept="application/pdf")
            if status != 200:
                raise SystemExit(answer.decode("utf-8", "replace"))
            if n in (1, documents // 2) or n % (documents // 10) == 0:
                rss, pss = resident(server.process.pid)
                print(
                    f"{n:5} documents: {rss:6.1f} MB resident, {pss:6.1f} MB proportional (≤ 200)", flush=True
                )


main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
