"""The seams: an interface exists where two implementations exist (the second may be the fake that tests use)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from service.model import Signature, Verdict

Clock = Callable[[], datetime]
"""Gives the present as an aware time; passed in from wiring, never read elsewhere."""


class Converter(Protocol):
    """One .docx to one tagged PDF. Safe to call from many threads; each call waits for a free process."""

    @property
    def problem(self) -> str:
        """Say why nothing can be converted, as far as it is known already; empty otherwise. Quick, starts nothing."""

    def convert(self, source: Path, target: Path) -> None:
        """Write `target`, or raise ToolMissing, ToolTimeout, ConversionFailed, StorageUnavailable or Busy (closed).

        A retry has been tried by then.
        """

    def close(self) -> None:
        """Stop all processes; safe to call twice."""


class Judge(Protocol):
    """Says whether a PDF is what it claims to be. Safe to call from many threads."""

    def judge(self, path: Path, flavours: Sequence[str] = ("2a", "ua1")) -> Verdict:
        """Give the verdict, or raise ToolMissing, ToolTimeout, UnreadableInput (not a PDF) or ToolError."""

    def close(self) -> None:
        """Stop the process; safe to call twice."""


class Signer(Protocol):
    """Signs PDFs, and looks at the signatures in them. Safe to call from many threads."""

    @property
    def problem(self) -> str:
        """Say which setting is missing for signing; empty when things can be signed."""

    def sign(self, source: Path, target: Path) -> Signature:
        """Write the signed file to `target`; the bytes of `source` stay its first bytes.

        Raises BadSettings, SigningFailed (may work later), UnreadableInput, Conflict (see below), NotFound,
        StorageUnavailable or ToolError; nothing half made stays at `target`. A signed file gets a further signature,
        which is not shown on the page; Conflict where an earlier one does not hold or lets nothing follow.
        """

    def signatures(self, path: Path, *, strange: bool = False) -> tuple[Signature, ...]:
        """Say of every signature in a file who signed and whether it holds; asks nobody on any network.

        `strange`: the file came from elsewhere; its reading is held within narrow limits of memory and time. Raises
        NotFound, UnreadableInput (no PDF), BadSettings, SigningFailed (took too long) or ToolError (broke the limits).
        """


class Storage(Protocol):
    """Files under write-once keys ("documents/ab/abcd…/van-ban.pdf").

    `put` is atomic and durable: after it returns the file is seen whole and survives a power cut. Putting equal bytes
    again under the same key is harmless, other bytes raise Conflict. Raises NotFound and StorageUnavailable only.
    """

    def put(self, key: str, path: Path) -> None:
        """Keep a copy of the file at `path` under `key`."""

    def open(self, key: str) -> BinaryIO:
        """Open the kept file for reading."""

    def fetch(self, key: str, target: Path) -> None:
        """Copy (or link) the kept file to `target`."""

    def delete(self, prefix: str) -> None:
        """Forget the key `prefix`, and every key in the folder of that name; nothing where there is none."""


class Engine(Protocol):
    """Calls run(job_id) at least once for every id that was enqueued; order is not promised."""

    def enqueue(self, job_id: str) -> None:
        """Hand over an id whose row is committed already; the same id twice while it waits is harmless."""

    def start(self) -> None:
        """Begin to work in the background; jobs left by a killed process are taken up again."""

    def stop(self) -> None:
        """Finish or put down the work in hand, and return; safe to call twice."""
