"""Write .docx containers fast and always the same: members are deflated once, dates are fixed, order is given.

The zipfile module cannot take data that is deflated already; the records are short, so they are written here
(PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). No ZIP64: a document here stays far below 4 GB.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.errors import StorageUnavailable

LEVEL = 6
FAST_LEVEL = 1
_DEFLATED = 8
_VERSION = 20
_UTF8_NAMES = 0x0800
_DATE = 0x0021  # 1980-01-01, the first day that zip knows
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True)
class Member:
    """One member, deflated: its name, the CRC-32 and size of the plain bytes, the deflated bytes."""

    name: bytes
    crc: int
    size: int
    deflated: bytes


def deflate(name: str, plain: bytes, level: int = LEVEL) -> Member:
    """Deflate one member."""
    squeezer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(name.encode(), zlib.crc32(plain), len(plain), squeezer.compress(plain) + squeezer.flush())


def write_container(target: Path, members: Iterable[Member]) -> None:
    """Write the members in the order given. Raises StorageUnavailable when the disk refuses."""
    pieces: list[bytes] = []
    central: list[bytes] = []
    at = 0
    for member in members:
        fields = (_VERSION, _UTF8_NAMES, _DEFLATED, 0, _DATE, member.crc, len(member.deflated), member.size)
        head = _LOCAL.pack(b"PK\x03\x04", *fields, len(member.name), 0)
        pieces += (head, member.name, member.deflated)
        entry = _CENTRAL.pack(b"PK\x01\x02", _VERSION, *fields, len(member.name), 0, 0, 0, 0, 0, at)
        central += (entry, member.name)
        at += len(head) + len(member.name) + len(member.deflated)
    index = b"".join(central)
    count = len(central) // 2
    pieces += (index, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(index), at, 0))
    try:
        target.write_bytes(b"".join(pieces))
    except OSError as exc:
        raise StorageUnavailable from exc
