"""The door through which files of strangers are read: a child process with limits of memory, time and file size.

What reads such a file may hang, crash or ask for all memory there is; behind this door it takes only the child down.
"""

import importlib
import resource
import subprocess  # noqa: TID251 - this is the door: only here is a child with limits started, and it runs our own code
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_START = "import sys; sys.path.insert(0, sys.argv[1]); from service.limited import begin; begin(sys.argv[2:])"
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a child may use: bytes of memory, seconds of CPU and of the wall clock, bytes of one file, of its answer."""

    memory: int
    cpu_seconds: int
    wall_seconds: float
    file_size: int = 0
    answer: int = 400_000_000


class OutOfLimitsError(Exception):
    """The child reached a limit, or died; the caller says what that means for the file."""


def apart(module: str, arguments: Sequence[str], limits: Limits) -> bytes:
    """Call `main(arguments)` of the module of ours in a child; give what it wrote to stdout.

    Raises:
        OutOfLimitsError: it reached a limit, or did not end well.
    """
    bounds = (limits.memory, limits.cpu_seconds, limits.file_size)
    command = [sys.executable, "-I", "-c", _START, str(_ROOT), module, *map(str, bounds), *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=limits.wall_seconds, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as exc:
        raise OutOfLimitsError("too long") from exc
    if done.returncode or len(done.stdout) > limits.answer:
        raise OutOfLimitsError(f"exit code {done.returncode}, {len(done.stdout)} bytes")
    return done.stdout


def begin(arguments: Sequence[str]) -> None:
    """Be the child: set the limits, then let the module do its work."""
    module, memory, seconds, size, *rest = arguments
    work = importlib.import_module(module)
    for kind, limit in (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_FSIZE, int(size)),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    work.main(rest)
