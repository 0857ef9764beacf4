"""The real LibreOffice, broken on purpose: killed, stopped, orphaned, led to the network."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pikepdf
import pypdf
import pytest
from docx import Document

from service.convert.leftovers import RunFolder
from service.convert.soffice import socket_files
from service.errors import ToolTimeout
from tests.unit.convert.stand_in import a_docx, processes_of, soffice_of, warm

pytestmark = pytest.mark.soffice
LONG = 800  # paragraphs: a second of work or more

HOST = """
import sys, threading
from pathlib import Path
from service.convert.pool import SofficePool
pool = SofficePool(soffice=None, python=None, workers=1, timeout=60, memory_mb=1024, restart_after=200,
                   scratch=Path(sys.argv[1]))
pool.convert(Path(sys.argv[4]), Path(sys.argv[3]))
Path(sys.argv[3]).unlink()
print("warm", flush=True)
pool.convert(Path(sys.argv[2]), Path(sys.argv[3]))
threading.Event().wait()
"""


def _gone(folder: Path, seconds: float = 60) -> bool:
    """Wait until no process works in the folder."""
    deadline = time.monotonic() + seconds
    while processes_of(folder) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not processes_of(folder)


def _sockets(scratch: Path, run: str = "") -> set[Path]:
    """List the socket files there are for the processes of a pool, running or gone."""
    runs = [scratch / run] if run else scratch.glob("run-*")
    return {
        path
        for folder in runs
        for n in range(1, 6)
        for path in socket_files(folder / str(n))
        if path.exists()
    }


def _send_in_the_middle(scratch: Path, what: signal.Signals) -> threading.Thread:
    """Send a signal to LibreOffice a moment from now, when the long document is under way."""

    def send():
        time.sleep(0.3)
        for pid in soffice_of(scratch):
            os.kill(pid, what)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def test_killed_in_the_middle_the_document_is_made_on_a_fresh_process(real_pool, scratch, tmp_path):
    pool = real_pool()
    warm(pool, tmp_path)
    old = soffice_of(scratch)
    thread = _send_in_the_middle(scratch, signal.SIGKILL)
    pool.convert(a_docx(tmp_path / "dài.docx", LONG), tmp_path / "ra.pdf")
    thread.join()
    assert soffice_of(scratch) != old
    with pikepdf.open(tmp_path / "ra.pdf") as pdf:
        assert len(pdf.pages) > 20


def test_killed_while_idle_nobody_notices(real_pool, scratch, tmp_path):
    pool = real_pool()
    pool.convert(a_docx(tmp_path / "a.docx"), tmp_path / "ra.pdf")
    os.kill(soffice_of(scratch)[0], signal.SIGKILL)
    pool.convert(tmp_path / "a.docx", tmp_path / "ra.pdf")
    assert len(soffice_of(scratch)) == 1


def test_stopped_in_the_middle_it_is_killed_and_the_document_made_on_a_fresh_process(
    real_pool, scratch, tmp_path
):
    pool = real_pool(timeout=6)
    warm(pool, tmp_path)
    old = soffice_of(scratch)
    os.kill(old[0], signal.SIGSTOP)
    pool.convert(a_docx(tmp_path / "a.docx"), tmp_path / "ra.pdf")
    assert len(soffice_of(scratch)) == 1
    assert soffice_of(scratch) != old


def test_a_document_that_takes_too_long_is_a_time_out_and_leaves_nothing(real_pool, scratch, tmp_path):
    pool = real_pool(timeout=0.05)
    with pytest.raises(ToolTimeout):
        pool.convert(a_docx(tmp_path / "dài.docx", LONG), tmp_path / "ra.pdf")
    assert not (tmp_path / "ra.pdf").exists()
    assert processes_of(scratch) == []
    assert _sockets(scratch) == set()


def test_two_threads_make_twenty_documents_each_with_its_own_text(real_pool, tmp_path):
    pool = real_pool(workers=2)

    def make(number):
        document = Document()
        document.add_paragraph(f"Văn bản số {number}, đồng chí Ắ")
        document.save(str(tmp_path / f"{number}.docx"))
        pool.convert(tmp_path / f"{number}.docx", tmp_path / f"{number}.pdf")
        return pypdf.PdfReader(tmp_path / f"{number}.pdf").pages[0].extract_text()

    with ThreadPoolExecutor(2) as threads:
        texts = list(threads.map(make, range(40)))
    assert all(f"Văn bản số {number}, đồng chí Ắ" in text for number, text in enumerate(texts))


def _children() -> set[str]:
    """Name every child of this process, zombies too."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if stat.read_text().rpartition(")")[2].split()[1] == str(os.getpid()):
                found.add(stat.parent.name)
    return found


def test_a_restart_leaves_no_zombie_and_no_old_process(real_pool, scratch, tmp_path):
    before, pool = _children(), real_pool(restart_after=2)
    a_docx(tmp_path / "a.docx")
    for _ in range(5):
        pool.convert(tmp_path / "a.docx", tmp_path / "ra.pdf")
    assert len(soffice_of(scratch)) == 1
    run = next(scratch.glob("run-*")).name
    assert len(_sockets(scratch, run)) == 2
    pool.close()
    assert processes_of(scratch) == []
    assert not list(scratch.glob("run-*"))
    assert _sockets(scratch, run) == set()
    assert _children() <= before


def test_no_address_that_a_document_names_is_fetched(real_pool, tmp_path):
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        listening = threading.Event()

        def listen():
            while not listening.is_set():
                try:
                    asked.append(server.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        source = _with_outside_picture(tmp_path, f"http://127.0.0.1:{server.getsockname()[1]}/con-dau.png")
        real_pool().convert(source, tmp_path / "ra.pdf")
        listening.set()
        thread.join()
    assert asked == []
    assert "Trước ảnh" in pypdf.PdfReader(tmp_path / "ra.pdf").pages[0].extract_text()


def _with_outside_picture(folder: Path, address: str) -> Path:
    """Write a .docx whose picture is to be fetched from an address."""
    document = Document()
    document.add_paragraph("Trước ảnh")
    relation = document.part.relate_to(
        address, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image", is_external=True
    )
    document.save(str(folder / "plain.docx"))
    drawing = (
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:drawing>'
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="a"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:link="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p><w:sectPr"
    )
    target = folder / "outside.docx"
    with zipfile.ZipFile(folder / "plain.docx") as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:sectPr", drawing.encode(), 1)
                assert b"r:link" in data
            new.writestr(name, data)
    return target


def test_the_process_is_cut_from_the_network_where_the_system_lets_us(real_pool, scratch, tmp_path):
    warm(real_pool(), tmp_path)
    pid = soffice_of(scratch)[0]
    allowed = any(
        subprocess.run(["unshare", way, "true"], check=False, stderr=subprocess.DEVNULL).returncode == 0
        for way in ("-n", "-rn")
    )
    own = Path("/proc/self/ns/net").readlink()
    assert (Path(f"/proc/{pid}/ns/net").readlink() != own) == allowed


def test_the_process_sees_no_variable_of_the_service(real_pool, scratch, tmp_path, monkeypatch):
    monkeypatch.setenv("VANBAN_TOKEN", "bí mật")
    warm(real_pool(), tmp_path)
    for pid in processes_of(scratch):
        assert b"VANBAN_TOKEN" not in Path(f"/proc/{pid}/environ").read_bytes()


@pytest.fixture
def host(scratch, tmp_path):
    """Start a small service of its own process, with a long document under way."""
    a_docx(tmp_path / "dài.docx", LONG)
    a_docx(tmp_path / "nhỏ.docx", 1)
    command = [
        sys.executable,
        "-c",
        HOST,
        str(scratch),
        *(str(tmp_path / n) for n in ("dài.docx", "ra.pdf", "nhỏ.docx")),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as process:
        assert process.stdout.readline() == b"warm\n"
        yield process
        process.kill()


def test_when_the_service_is_killed_in_the_middle_libreoffice_ends_too(host, scratch):
    assert soffice_of(scratch)
    (temporary,) = scratch.glob("run-*/*/tmp")
    temporary = temporary.resolve()
    time.sleep(0.2)
    host.kill()
    host.wait()
    assert _gone(scratch)
    assert not temporary.exists()


def test_what_a_killed_service_left_is_swept_by_the_next(host, scratch):
    driver = next(pid for pid in processes_of(scratch) if pid not in (*soffice_of(scratch), host.pid))
    os.kill(driver, signal.SIGSTOP)  # so that it cannot end with the service
    host.kill()
    host.wait()
    old = next(scratch.glob("run-*"))
    assert _sockets(scratch, old.name)
    run = RunFolder(scratch)
    assert processes_of(scratch) == []
    assert list(scratch.glob("run-*")) == [run.path]
    assert _sockets(scratch, old.name) == set()
    run.remove()
