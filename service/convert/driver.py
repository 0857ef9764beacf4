"""Drives one LibreOffice over UNO; run as a script by the system's Python, never imported by the service.

    driver.py FOLDER SOFFICE_BIN PROFILE_URL PIPE

FOLDER holds `tmp/` and `soffice.log`; PIPE is the name that LibreOffice listens on. The standard library and `uno`
only, nothing newer than Python 3.9: the interpreter is the one that LibreOffice's `uno` module was built for.

One JSON object a line. First out: {"ready": {"pid", "isolated"}}. Then for each {"source", "target"} on
stdin one answer: {"done": true}, {"failed": "load" | "store", "detail"} or {"died": true}. The driver ends, and
LibreOffice with it, when stdin is closed: that also happens when the service is killed with SIGKILL.
"""

import contextlib
import ctypes
import json
import os
import select
import shutil
import signal
import subprocess  # noqa: TID251 - this room starts LibreOffice
import sys
import threading
import time
from pathlib import Path
from typing import Any

import uno

CLONE_NEWNET = 0x40000000
CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
CONNECT_PAUSE = 0.01
RESTART_WANTED = 81  # LibreOffice was upgraded since its profile was made

SWITCHES = (
    "--headless",
    "--invisible",
    "--nocrashreport",
    "--nodefault",
    "--nofirststartwizard",
    "--nologo",
    "--norestore",
)
LOADING = {
    # Named, or a text file called .docx would be taken in as plain text.
    "FilterName": "MS Word 2007 XML",
    "Hidden": True,
    "ReadOnly": True,
    "MacroExecutionMode": 0,  # com.sun.star.document.MacroExecMode.NEVER_EXECUTE
    "UpdateDocMode": 0,  # com.sun.star.document.UpdateDocMode.NO_UPDATE
}
EXPORT = {
    "SelectPdfVersion": 2,  # PDF/A-2b; with tags it needs little to become 2a
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    "ExportBookmarksToPDFDestination": True,
    "ExportFormFields": False,
    "ExportNotes": False,
    "ReduceImageResolution": True,
    "MaxImageResolution": 300,
    "Quality": 90,
}

libc = ctypes.CDLL(None, use_errno=True)
ending = threading.Lock()


def cut_network() -> bool:
    """Leave the network for good, if the system lets us; this process must still have one thread only."""
    if libc.unshare(CLONE_NEWNET) == 0:
        return True
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    with contextlib.suppress(OSError):  # without these all still works, under the name of nobody
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    return True


def start_soffice(folder: Path, program: str, profile: str, pipe: str) -> "subprocess.Popen[bytes]":
    """Start LibreOffice so that the kernel ends it when this driver ends, however that comes about."""
    accept = f"--accept=pipe,name={pipe};urp;"
    with (folder / "soffice.log").open("ab") as log:
        return subprocess.Popen(
            [program, "-env:UserInstallation=" + profile, *SWITCHES, accept],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=str(folder / "tmp"),
            preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL),  # noqa: PLW1509 - one thread yet
        )


def end(soffice: "subprocess.Popen[bytes]", temporary: Path) -> None:
    """End LibreOffice and remove its temporary files: they may lie in memory, and must not wait there for anybody."""
    with ending:
        soffice.kill()
        soffice.wait()
        shutil.rmtree(temporary.resolve(), ignore_errors=True)


def end_with_stdin(soffice: "subprocess.Popen[bytes]", temporary: Path) -> None:
    """Wait in the background until nobody can write to stdin any more, then end both processes."""
    watched = select.poll()
    watched.register(0, 0)  # no events asked for: only the hang-up is told
    watched.poll()
    end(soffice, temporary)
    os._exit(0)


def connect(soffice: "subprocess.Popen[bytes]", pipe: str) -> Any:
    """Give the desktop of the LibreOffice just started, or raise RuntimeError when it ended instead."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    no_connection = uno.getClass("com.sun.star.connection.NoConnectException")
    while soffice.poll() is None:
        try:
            remote = resolver.resolve(address)
        except no_connection:
            time.sleep(CONNECT_PAUSE)
        else:
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
    if soffice.returncode == RESTART_WANTED:
        # Begin anew in this very process: it has one thread again, and its pipes stay. The service bounds the time.
        os.execv(sys.executable, [sys.executable, "-I", *sys.argv])  # noqa: S606 - our own arguments
    raise RuntimeError(f"soffice.bin ended with code {soffice.returncode} before it answered")


def properties(values: "dict[str, Any]") -> "tuple[Any, ...]":
    """Make UNO property values of plain ones."""
    made = []
    for name, value in values.items():
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


class Office:
    """One connected LibreOffice; everything that does not depend on the document is prepared once.

    All documents are shown in turn in one frame with one window, which nobody ever sees: making and tearing down a
    frame for each costs a twentieth of all the work.
    """

    def __init__(self, soffice: "subprocess.Popen[bytes]", desktop: Any) -> None:
        self.soffice = soffice
        self.frame = desktop.findFrame("_blank", 0)  # makes one
        self.document: Any = None
        self.loading = properties(LOADING)
        data = uno.Any("[]com.sun.star.beans.PropertyValue", properties(EXPORT))
        self.storing = properties({"FilterName": "writer_pdf_Export", "FilterData": data})

    def convert(self, source: str, target: str) -> "dict[str, Any]":
        """Convert one file and give the answer to be sent; the document stays open until `close`."""
        step = "load"
        try:
            self.document = self.frame.loadComponentFromURL(
                uno.systemPathToFileUrl(source), "_self", 0, self.loading
            )
            if self.document is None:
                return {"failed": step, "detail": "nothing was loaded"}
            step = "store"
            self.document.storeToURL(uno.systemPathToFileUrl(target), self.storing)
        except uno.getClass("com.sun.star.lang.DisposedException"):
            return {"died": True}
        except uno.getClass("com.sun.star.uno.Exception") as exc:
            if self.soffice.poll() is not None:
                return {"died": True}
            return {"failed": step, "detail": str(exc)[:500]}
        return {"done": True}

    def close(self) -> bool:
        """Close the document; False when LibreOffice is of no use any more."""
        document, self.document = self.document, None
        try:
            self.frame.setComponent(None, None)
            if document is not None:
                document.close(False)
        except uno.getClass("com.sun.star.uno.Exception"):
            return False
        return True


def say(message: "dict[str, Any]") -> None:
    """Send one line to the service."""
    os.write(1, json.dumps(message).encode() + b"\n")


def main() -> None:
    """Start LibreOffice, say that it is ready, convert what is asked for until stdin ends."""
    folder, program, profile, pipe = sys.argv[1:5]
    temporary, isolated = Path(folder, "tmp"), cut_network()
    soffice = start_soffice(Path(folder), program, profile, pipe)
    threading.Thread(target=end_with_stdin, args=(soffice, temporary), daemon=True).start()
    try:
        office = Office(soffice, connect(soffice, pipe))
        say({"ready": {"pid": soffice.pid, "isolated": isolated}})
        work(office)
    finally:
        end(soffice, temporary)


def work(office: Office) -> None:
    """Convert what is asked for until stdin ends or LibreOffice does."""
    for line in sys.stdin:
        order = json.loads(line)
        answer = office.convert(order["source"], order["target"])
        say(answer)
        # Only now: nobody has to wait for LibreOffice to tear down the document and its window.
        if "died" in answer or not office.close():
            return


if __name__ == "__main__":
    main()
