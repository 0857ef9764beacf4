"""What every measurement needs: the bare conversion, a running service, a package with Word's usual load."""

import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from docx import Document

PROJECT = Path(__file__).resolve().parent.parent
PYTHON = shutil.which("python3", path="/usr/bin")


class Bare:
    """One bare LibreOffice process."""

    def __init__(self):
        self._process = subprocess.Popen(
            [PYTHON, str(Path(__file__).with_name("bare.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def convert(self, path):
        """Convert and give milliseconds."""
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.wait()


class Server:
    """`vanban serve` on a port of its own."""

    def __init__(self, data, port=8417, templates=()):
        folders = os.pathsep.join([str(PROJECT / "docx_templates"), *map(str, templates)])
        environment = {**os.environ, "VANBAN_TEMPLATES": folders, "VANBAN_LOG_LEVEL": "WARNING"}
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "service", "serve", "--port", str(port), "--data", str(data)],
            cwd=PROJECT,
            env=environment,
        )
        self._connection = None
        for _ in range(300):
            if self._answers():
                return
            time.sleep(0.1)
        raise SystemExit("the service did not answer")

    def _answers(self):
        try:
            return self.call("GET", "/healthz")[0] == 200
        except OSError:
            self._connection = None
            return False

    def call(self, method, path, body=None, **headers):
        """Make one call over a kept connection; give status, headers and body."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        data = None if body is None else json.dumps(body).encode()
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, path, data, {"Content-Type": "application/json", **names})
        response = self._connection.getresponse()
        return response.status, response.headers, response.read()

    def close(self):
        self.process.terminate()
        self.process.wait(60)


@contextmanager
def closing(*things):
    try:
        yield things
    finally:
        for thing in things:
            thing.close()


def in_turn(runs, ours, theirs):
    """Run both in turn, A B A B …; give both lists of milliseconds and the median of the ratios pair by pair."""
    pairs = [(ours(), theirs()) for _ in range(runs)]
    return [a for a, _ in pairs], [b for _, b in pairs], statistics.median(a / b for a, b in pairs)


def sample(slug):
    """Give the values of one sample submission."""
    loaded = json.loads((PROJECT / "samples" / slug / "submission.json").read_text("utf-8"))
    return loaded[0] if isinstance(loaded, list) else loaded


def loaded_package(folder):
    """Make a package from python-docx's default template, with all the styles and parts that Word puts into a file."""
    package = folder / "mau-nang"
    package.mkdir(parents=True)
    document = Document()
    document.add_heading("Nghị quyết {{ trich_yeu }}", 1)
    for n in range(1, 31):
        document.add_paragraph(f"{n}. Chi bộ {{{{ ten }}}} thảo luận và thống nhất nội dung thứ {n}. " * 4)
    table = document.add_table(rows=4, cols=3)
    for cell, text in zip(table.rows[0].cells, ("TT", "Nhiệm vụ", "Kết quả"), strict=True):
        cell.text = text
    table.rows[1].cells[0].text = "{%tr for v in viec %}"
    for cell, text in zip(
        table.rows[2].cells, ("{{ loop.index }}", "{{ v.ten }}", "{{ v.ket_qua }}"), strict=True
    ):
        cell.text = text
    table.rows[3].cells[0].text = "{%tr endfor %}"
    document.save(package / "mau.docx")
    text = {"type": "string"}
    rows = {"type": "array", "items": {"type": "object", "properties": {"ten": text, "ket_qua": text}}}
    properties = {"trich_yeu": text, "ten": text, "viec": rows}
    titled = {name: {**field, "title": name} for name, field in properties.items()}
    schema = {"type": "object", "title": "Mẫu nặng", "properties": titled, "required": ["trich_yeu"]}
    (package / "form.schema.json").write_text(json.dumps(schema, ensure_ascii=False), "utf-8")
    viec = [{"ten": f"Nhiệm vụ {n}", "ket_qua": "Hoàn thành"} for n in range(12)]
    values = {"trich_yeu": "tháng 8", "ten": "ấp Mỹ Thạnh", "viec": viec}
    (package / "sample.json").write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    (package / "package.toml").write_text(
        'title = "Mẫu nặng"\ndescription = "Mẫu với đủ thứ thừa của Word"\nversion = "1"\nlayout = "dang"\n'
        'rules = "05-HD/VPTW"\n[[document]]\ntemplate = "mau.docx"\ntitle = "{{ trich_yeu }}"\nfile = "mau-nang"\n',
        "utf-8",
    )
    return package, values
