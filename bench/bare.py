"""A bare LibreOffice conversion over UNO: what we measure ourselves against. Runs under the system's Python.

Starts one soffice with a fresh profile, then for each path on stdin converts it to PDF/A-2b (tagged, with
bookmarks) beside it and prints the milliseconds that load, store and close took.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

SOFFICE = "/usr/lib/libreoffice/program/soffice.bin"


def properties(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("soffice did not answer")


def start(profile, pipe):
    command = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
    while True:
        process = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"], stderr=subprocess.DEVNULL)
        try:
            if process.wait(timeout=3) != 81:  # a fresh profile ends once with 81
                raise SystemExit("soffice ended")
        except subprocess.TimeoutExpired:
            return process


def convert(desktop, path):
    data = uno.Any(
        "[]com.sun.star.beans.PropertyValue",
        properties(SelectPdfVersion=2, UseTaggedPDF=True, ExportBookmarks=True),
    )
    begin = time.perf_counter()
    document = desktop.loadComponentFromURL(
        path.as_uri(), "_blank", 0, properties(Hidden=True, ReadOnly=True)
    )
    document.storeToURL(
        path.with_suffix(".bare.pdf").as_uri(), properties(FilterName="writer_pdf_Export", FilterData=data)
    )
    document.close(False)
    return (time.perf_counter() - begin) * 1000


def main():
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"bench{pathlib.Path(folder).name}"
        process = start(pathlib.Path(folder), pipe)
        try:
            context = connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            for line in sys.stdin:
                print(f"{convert(desktop, pathlib.Path(line.strip())):.3f}", flush=True)
        finally:
            process.kill()
            process.wait()


main()
