"""Frozen values that travel between the rooms; no behaviour beyond reading themselves."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

VIETNAM = timezone(timedelta(hours=7))
"""Vietnam has one time zone and no summer time."""


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "E"
    WARNING = "W"
    INFO = "I"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check noticed: which rule, where, what is required, what was found, how to mend it (Vietnamese)."""

    rule: str
    severity: Severity
    required: str
    found: str
    mend: str
    pointer: str | None = None
    place: str | None = None
    source: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the members that are known."""
        return {k: v for k, v in asdict(self).items() if v is not None}


@dataclass(frozen=True)
class Submission:
    """One complete, valid set of values for one package, frozen as canonical JSON (NFC, sorted keys)."""

    canonical: str

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Submission":
        """Freeze plain values (dict, list, str, int, float, bool, None)."""
        return cls(_CANONICAL.encode(values))

    @property
    def values(self) -> dict[str, Any]:
        """A fresh plain copy of the values."""
        loaded: dict[str, Any] = json.loads(self.canonical)
        return loaded

    @property
    def sha256(self) -> str:
        """The hex SHA-256 of the canonical JSON in UTF-8."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """The one record from which Info and XMP are written; also the properties of the .docx.

    `created` is aware and comes from the data or the job, never from the clock at writing, so that the same input gives
    the same bytes. `number` is the number and symbol ("05-NQ/CB"), `organ` the issuing body, `kind` the type of
    paper ("Nghị quyết"), `date` the paper's own date (ISO). What an archive asks of a dossier (TT 05/2025/TT-BNV):
    `code` (mã hồ sơ), `retention` (thời hạn lưu trữ), `access` (mức độ tiếp cận), `begin` and `end`, the dates of its
    first and last document. `rules` names the rule set of the layout, `engine` the program that made the file.
    """

    title: str
    created: datetime
    organ: str = ""
    number: str = ""
    kind: str = ""
    date: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = "vi-VN"
    template_sha256: str = ""
    data_sha256: str = ""
    code: str = ""
    retention: str = ""
    access: str = ""
    begin: str = ""
    end: str = ""
    rules: str = ""
    engine: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give a JSON shape that `from_dict` reads back."""
        return {**vars(self), "created": self.created.isoformat(), "keywords": list(self.keywords)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Metadata":
        """Read what `as_dict` gave."""
        created = datetime.fromisoformat(values["created"])
        return cls(**{**values, "created": created, "keywords": tuple(values["keywords"])})


@dataclass(frozen=True)
class Level:
    """How far a file reaches in the standards of an archive: PDF/A's level "a", "u", "b" or "" (none), and PDF/UA-1."""

    archive: str = "a"
    access: bool = True

    @classmethod
    def of(cls, flavours: Iterable[str]) -> "Level":
        """Read flavours as veraPDF names them: ("2a", "ua1"), ("1b",). PDF/A-4 has no levels: read as "b"."""
        named = tuple(flavours)
        letters = ["b" if f.startswith("4") else f[1:] for f in named if not f.startswith("ua")]
        return cls(letters[0] if letters else "", any(f.startswith("ua") for f in named))

    def flavours(self, part: int = 2) -> tuple[str, ...]:
        """Name the flavours as veraPDF does, for this part of ISO 19005: ("2b",), ("3a", "ua1"), ()."""
        archive = (f"{part}{self.archive}",) if self.archive else ()
        return archive + (("ua1",) if self.access else ())

    def meet(self, other: "Level") -> "Level":
        """Give what both reach."""
        return Level(min(self.archive, other.archive, key=_RANKS.index), self.access and other.access)

    def said(self, part: int = 2) -> str:
        """Name the level to a reader (Vietnamese)."""
        names = [f"PDF/A-{part}{self.archive}"] if self.archive else []
        return " và ".join(names + (["PDF/UA-1"] if self.access else [])) or "chưa đạt PDF/A"


_RANKS = ("", "b", "u", "a")
FULL, NO_LEVEL = Level(), Level("", False)
"""What every document made here reaches; what a file reaches that is no PDF/A."""


@dataclass(frozen=True)
class FlavourVerdict:
    """What veraPDF says of one file for one flavour ("2a", "ua1"): failed rules are "clause-test message" → count."""

    flavour: str
    compliant: bool
    checks: int
    failed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The verdicts for all flavours that a file claims; `engine` names judge and version."""

    engine: str
    sha256: str
    flavours: tuple[FlavourVerdict, ...]

    @property
    def compliant(self) -> bool:
        """True when every flavour was judged compliant, and there was one."""
        return bool(self.flavours) and all(f.compliant for f in self.flavours)

    def as_dict(self) -> dict[str, Any]:
        """Give a JSON shape: engine, sha256, compliant, flavours[]."""
        return {
            "engine": self.engine,
            "sha256": self.sha256,
            "compliant": self.compliant,
            "flavours": [
                {"flavour": f.flavour, "compliant": f.compliant, "checks": f.checks, "failed": dict(f.failed)}
                for f in self.flavours
            ],
        }


class After(StrEnum):
    """What stands in a file after what a signature covers."""

    NOTHING = "nothing"
    PROOFS = "proofs"
    """Further signatures, timestamps, or what proves certificates: the document itself is the same."""
    CONTENT = "content"


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What a signature in a PDF says, and what was found out about it; moments are ISO 8601, texts are Vietnamese.

    `signer` and `organ` are those of the certificate, `issuer` who issued it, `expires` its last day. `level` is the
    PAdES level ("B-B", "B-T", "B-LT", "B-LTA"; "" when it is none). `signed_at` is what the signer's computer said,
    `timestamp` what `authority` swears to ("" without one). `whole`: the bytes it covers are those that were signed.
    `trusted`: the certificate leads to a trust root and was valid then; None when no trust roots are set. `problem`
    says why the signature proves less than it should.
    """

    field: str
    signer: str
    organ: str
    issuer: str
    serial: str
    expires: str
    level: str
    signed_at: str
    timestamp: str
    authority: str
    whole: bool
    after: After
    trusted: bool | None
    problem: str = ""

    @property
    def sound(self) -> bool:
        """True when nothing speaks against it: whole, nothing changed after it, its certificate not distrusted."""
        return self.whole and self.after is not After.CONTENT and self.trusted is not False

    def as_dict(self) -> dict[str, Any]:
        """Give a JSON shape that `from_dict` reads back."""
        return {**asdict(self), "after": self.after.value, "sound": self.sound}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Signature":
        """Read what `as_dict` gave."""
        members: dict[str, Any] = {k: v for k, v in told.items() if k != "sound"}
        return cls(**{**members, "after": After(told["after"])})


@dataclass(frozen=True, kw_only=True)
class ToolStatus:
    """One tool: is it there, which version, how to get it (Vietnamese); `required` when nothing works without it."""

    name: str
    found: bool
    version: str = ""
    mend: str = ""
    required: bool = True


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """True when nothing more will happen unless somebody asks for a retry."""
        return self not in (JobState.QUEUED, JobState.RUNNING)
