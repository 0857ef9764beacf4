"""One LibreOffice process with its driver, in a process group and a folder of their own.

A session belongs to one thread at a time, save that `kill` may be called from any. It must never outlive `stop`, wait
without a bound, or leave a file behind.
"""

import contextlib
import hashlib
import json
import os
import select
import shutil
import signal
import subprocess  # noqa: TID251 - this room starts LibreOffice
import threading
import time
from pathlib import Path
from typing import Any

from service.convert.profile import DOES_NOT_START, START_TIMEOUT, Tools
from service.convert.quick import TEMPORARY, make_quick, remove_quick
from service.errors import ConversionFailed, ToolError, ToolMissing, ToolTimeout

DRIVER = Path(__file__).with_name("driver.py")
WATCH = 0.1  # seconds between two looks at the memory while a document is being converted
GRACE = 2.0  # seconds that the driver has to end LibreOffice, and reap it, before the group is killed
PAGE = os.sysconf("SC_PAGE_SIZE")
SOCKET_PLACES = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - fixed in LibreOffice (sal/osl/unx/pipe.cxx)

_REFUSED = {
    "load": "LibreOffice không mở được tệp Word này: tệp hỏng hoặc không phải .docx. "
    "Xin mở bằng Word, lưu lại thành .docx rồi làm lại.",
    "store": "LibreOffice không xuất được PDF từ văn bản này. Xin thử lại; nếu vẫn lỗi, kiểm tra mẫu văn bản.",
}


class AttemptFailedError(Exception):
    """One attempt failed.

    `error` is what to tell when no other attempt fares better; `lost` says that the process is of no use any more;
    `repeats` that a fresh process would surely fail in the same way.
    """

    def __init__(self, error: ToolError, *, lost: bool, repeats: bool) -> None:
        self.error = error
        self.lost = lost
        self.repeats = repeats
        super().__init__(error.detail)


class Session:
    """A started LibreOffice; `start` waits until it answers.

    Args:
        folder: does not exist yet; made here, removed by `stop`.
        profile: the prepared profile, copied.
        tools: programs and fontconfig file.
        memory_mb: resident megabytes that end a conversion.
    """

    def __init__(self, folder: Path, profile: Path, tools: Tools, memory_mb: int) -> None:
        self.folder = folder
        self.converted = 0  # counted by the owner, when it has seen a sound PDF
        self.isolated = False
        self._memory = memory_mb * 1024 * 1024
        self._soffice: int | None = None
        self._asked = False
        self._buffer = b""
        # The group's number can be given to others once the driver is reaped: never kill in that moment.
        self._reaping = threading.Lock()
        try:
            shutil.copytree(profile, folder / "profile")
            make_quick(folder / TEMPORARY)
            with (folder / "soffice.log").open("ab") as log:
                self._driver = subprocess.Popen(
                    [
                        str(tools.python),
                        "-I",
                        str(DRIVER),
                        str(folder),
                        str(tools.soffice),
                        _profile_url(folder),
                        _pipe(folder),
                    ],
                    env=tools.environment(folder),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    bufsize=0,
                    start_new_session=True,
                )
        except OSError:
            remove_folder(folder)
            raise

    def start(self) -> None:
        """Wait until LibreOffice answers; raises AttemptFailedError."""
        try:
            ready = self._answer(START_TIMEOUT)["ready"]
        except AttemptFailedError as exc:
            if isinstance(exc.error, ToolTimeout):
                raise
            raise _lost(ToolMissing(DOES_NOT_START)) from exc
        self._soffice = ready["pid"]
        self.isolated = ready["isolated"]

    def convert(self, source: Path, target: Path, timeout: float) -> None:
        """Let LibreOffice write `target`; the time counts from here.

        Raises AttemptFailedError when LibreOffice refuses the document, dies, hangs or grows beyond the bound. What
        was written has not been looked at.
        """
        order = json.dumps({"source": str(source), "target": str(target)}).encode() + b"\n"
        if self._asked:
            raise _died()  # a wait was broken off: the answer still to come belongs to another document
        try:
            self._asked = True
            self._stdin.write(order)
        except OSError as exc:
            raise _died() from exc
        answer = self._answer(timeout)
        self._asked = False
        if "died" in answer:
            raise _died()
        if "failed" in answer:
            refusal = ConversionFailed(_REFUSED[answer["failed"]])
            refusal.add_note(answer["detail"])
            raise AttemptFailedError(refusal, lost=False, repeats=True)

    def state(self) -> tuple[bool, int]:
        """Say whether LibreOffice lives, and how many bytes of memory it holds."""
        try:
            # The name, in brackets, may hold blanks; after it the state is field 3 and the resident pages field 24.
            fields = Path(f"/proc/{self._soffice}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return False, 0
        return fields[0] not in "ZX", int(fields[21]) * PAGE

    def kill(self) -> None:
        """End the whole group at once; whoever waits for an answer gets AttemptFailedError. From any thread."""
        with self._reaping:
            if self._driver.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._driver.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End the processes, reap them and remove all that they left; harmless when done twice."""
        if self._driver.returncode is None:
            # Without stdin the driver ends LibreOffice and reaps it (no zombie falls to a process 1 that does not
            # care), then ends: its stdout closes. What is late or left over of the group is killed.
            with contextlib.suppress(OSError):
                self._stdin.close()
            self._drain(time.monotonic() + GRACE)
            self.kill()
            with self._reaping:
                self._driver.wait()
            self._stdout.close()
        remove_folder(self.folder)

    @property
    def _stdin(self) -> Any:
        return self._driver.stdin

    @property
    def _stdout(self) -> Any:
        return self._driver.stdout

    def _drain(self, deadline: float) -> None:
        while self._wait_for_output(deadline):
            if not os.read(self._stdout.fileno(), 65536):
                return

    def _answer(self, timeout: float) -> dict[str, Any]:
        deadline = time.monotonic() + timeout
        while b"\n" not in self._buffer:
            if self._wait_for_output(min(deadline, time.monotonic() + WATCH)):
                chunk = os.read(self._stdout.fileno(), 65536)
                if not chunk:
                    raise _died()
                self._buffer += chunk
            elif time.monotonic() >= deadline:
                raise _hung(timeout)
            elif self._soffice is not None and self.state()[1] > self._memory:
                raise _too_big(self._memory)
        line, _, self._buffer = self._buffer.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _wait_for_output(self, deadline: float) -> bool:
        poll = select.poll()
        poll.register(self._stdout.fileno(), select.POLLIN)
        return bool(poll.poll(max(0.0, deadline - time.monotonic()) * 1000))


def socket_files(folder: Path) -> list[Path]:
    """List the socket files of the LibreOffice that works in `folder`: the pipe we speak through, and its own.

    LibreOffice puts both into the system's folder, whatever TMPDIR says, and leaves them when it is killed.
    """
    url = _profile_url(folder).encode("utf-16-le")
    digest = hashlib.md5(url, usedforsecurity=False).digest()
    own = "".join(f"{byte:x}" for byte in digest)  # each byte without its leading zero
    names = [f"OSL_PIPE_{os.getuid()}_{name}" for name in (_pipe(folder), f"SingleOfficeIPC_{own}")]
    return [place / name for place in SOCKET_PLACES for name in names]


def remove_folder(folder: Path) -> None:
    """Remove the folder of a LibreOffice that has ended, with its temporary files and the sockets that it left."""
    for path in socket_files(folder):
        with contextlib.suppress(OSError):
            path.unlink()
    remove_quick(folder / TEMPORARY)
    shutil.rmtree(folder, ignore_errors=True)


def _profile_url(folder: Path) -> str:
    return (folder / "profile").as_uri()


def _pipe(folder: Path) -> str:
    return "vanban-" + hashlib.sha256(str(folder).encode()).hexdigest()[:16]


def _lost(error: ToolError) -> AttemptFailedError:
    return AttemptFailedError(error, lost=True, repeats=False)


def _died() -> AttemptFailedError:
    return _lost(
        ConversionFailed(
            "LibreOffice dừng đột ngột khi chuyển văn bản này sang PDF, đã thử lại mà vẫn vậy. "
            "Xin thử lại sau; nếu vẫn lỗi, kiểm tra mẫu văn bản và ảnh trong đó."
        )
    )


def _hung(timeout: float) -> AttemptFailedError:
    return _lost(
        ToolTimeout(
            f"LibreOffice không trả lời trong {timeout:g} giây, đã thử lại mà vẫn vậy. "
            "Xin thử lại sau, hoặc tách văn bản thành phần nhỏ hơn."
        )
    )


def _too_big(memory: int) -> AttemptFailedError:
    error = ConversionFailed(
        f"Văn bản này cần hơn {memory // 1024 // 1024} MB bộ nhớ khi chuyển sang PDF nên đã dừng. "
        "Xin giảm cỡ ảnh hoặc tách văn bản thành phần nhỏ hơn."
    )
    return AttemptFailedError(error, lost=True, repeats=True)
