"""The door to signing: starts the child for every file that is signed or looked at, with limits, and reads its answer.

A library of a token that hangs or crashes takes only the child with it; passphrase and PIN are read there, and go when
it goes. The 47 MB that pyHanko takes never count for the service.
"""

import json
import mmap
import subprocess  # noqa: TID251 - this is the door: only here does signing start a program, its own child
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog

from service.errors import (
    BadSettings,
    Conflict,
    NotFound,
    ServiceError,
    SigningFailed,
    StorageUnavailable,
    ToolError,
    UnreadableInput,
)
from service.limited import Limits
from service.model import Signature
from service.pdf.signing.means import UNSET, Means
from service.ports import Clock

WIDE = Limits(memory=2_500_000_000, cpu_seconds=300, wall_seconds=90)
NARROW = Limits(memory=500_000_000, cpu_seconds=20, wall_seconds=30)
"""For files made here, and for those of strangers: a paper of 600 pages, signed twice, takes 155 MB and 3 s."""
BYTES_A_SECOND, QUESTIONS = 1_000_000, 12
MAX_ANSWER = 10_000_000
_START = "import sys; sys.path.insert(0, sys.argv[1]); from service.pdf.signing.worker import main; main()"
_ROOT = Path(__file__).resolve().parents[3]
_REFUSALS: dict[str, type[ServiceError]] = {
    e.code: e for e in (BadSettings, Conflict, SigningFailed, UnreadableInput, StorageUnavailable, NotFound)
}

log = structlog.get_logger(__name__)


def seems_signed(path: Path) -> bool:
    """Say whether a file has what every signature has: cheap, and true also where a signature was taken out of use.

    Raises:
        NotFound, UnreadableInput: no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return data.find(b"/ByteRange") >= 0
    except FileNotFoundError as exc:
        raise NotFound(f"Không tìm thấy tệp {path.name}.") from exc
    except ValueError:
        return False  # nothing in it
    except OSError as exc:
        raise UnreadableInput(f"Không đọc được {path.name}: không phải tệp, hoặc thiếu quyền.") from exc


class PdfSigner:
    """Signs and looks by the means that are set; implements `ports.Signer`. Safe to call from many threads."""

    def __init__(self, means: Means, clock: Clock) -> None:
        self._means, self._clock = means, clock

    @property
    def problem(self) -> str:
        """Say which setting is missing for signing; empty when things can be signed."""
        return self._means.problem

    def sign(self, source: Path, target: Path) -> Signature:
        """Write the signed file; see `ports.Signer`."""
        if self.problem:
            raise BadSettings(self.problem)
        draft = target.with_name(f".{target.name}.ky")
        try:
            found = self._ask(source, {"target": str(draft.absolute())}, WIDE)
            draft.replace(target)
        except OSError as exc:
            raise StorageUnavailable.of(f"Không ghi được {target.name}", exc) from exc
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        return found[-1]

    def signatures(self, path: Path, *, strange: bool = False) -> tuple[Signature, ...]:
        """Say of every signature in a file who signed, when, and whether it holds; see `ports.Signer`."""
        return self._ask(path, {}, NARROW if strange else WIDE)

    def _ask(self, path: Path, further: Mapping[str, str], bounds: Limits) -> tuple[Signature, ...]:
        try:
            size = path.stat().st_size
        except FileNotFoundError as exc:
            raise NotFound(f"Không tìm thấy tệp {path.name}.") from exc
        except OSError as exc:
            raise UnreadableInput(f"Không đọc được {path.name}: không phải tệp, hoặc thiếu quyền.") from exc
        order = {
            "means": self._means.as_dict(),
            "path": str(path.absolute()),
            "moment": self._clock().isoformat(),
            "memory": bounds.memory,
            "cpu_seconds": bounds.cpu_seconds,
            **further,
        }
        limit = bounds.wall_seconds + (size / BYTES_A_SECOND if bounds is WIDE else 0)
        limit += QUESTIONS * self._means.timeout if further else 0
        answer = _answered(order, limit, path.name)
        if "refused" in answer:
            raise _REFUSALS.get(answer["refused"], ToolError)(answer["detail"])
        return tuple(Signature.from_dict(told) for told in answer["signatures"])


class NoSigner:
    """Stands where nothing is set to sign with."""

    problem = UNSET

    def sign(self, source: Path, target: Path) -> Signature:
        """Refuse."""
        raise BadSettings(UNSET)

    def signatures(self, path: Path, *, strange: bool = False) -> tuple[Signature, ...]:
        """Refuse."""
        raise BadSettings(UNSET)


def _answered(order: Mapping[str, Any], limit: float, name: str) -> dict[str, Any]:
    """Start the child, give it the order, wait for its answer."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _START, str(_ROOT)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise SigningFailed(
            f"Việc ký hoặc kiểm chữ ký của {name} quá {limit:.0f} giây nên đã dừng. "
            "Xin kiểm tra thiết bị ký và máy chủ dấu thời gian, rồi thử lại."
        ) from exc
    if done.returncode or len(done.stdout) > MAX_ANSWER:
        log.error("signing_child_broke", code=done.returncode, where=_where(done.stderr))
        raise ToolError(
            f"Chương trình ký số dừng đột ngột khi xử lý tệp {name}. Xin thử lại, hoặc báo người quản trị."
        )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _where(stderr: bytes) -> list[str]:
    """Give the places of a trace and the kind of its error; never its words, which may quote a secret."""
    lines = stderr.decode(errors="replace").splitlines()
    places = [at for at, line in enumerate(lines) if line.startswith('  File "')]
    after = lines[places[-1] + 1 :] if places else []
    kind = [
        line.partition(":")[0] for line in after if not line.startswith(" ")
    ]  # further lines are its words
    return [*(lines[at].strip() for at in places[-6:]), *kind[:1]]
