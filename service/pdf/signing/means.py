"""What a signature is made with and held against: the key, the servers, the trust roots. Paths only, never a secret."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

UNSET = (
    "Chưa đặt chứng thư để ký số. Xin đặt VANBAN_SIGN_PKCS12 (tệp .p12) và VANBAN_SIGN_PASSPHRASE_FILE, "
    "hoặc VANBAN_SIGN_PKCS11 (thư viện của thiết bị) và VANBAN_SIGN_PIN_FILE; xem docs/van-hanh.md."
)
ARCHIVAL = "B-LTA"
LASTING = ("B-LT", ARCHIVAL)
LEVELS = ("B-B", "B-T", *LASTING)
TOP_RIGHT, SIGNATURE_ROOM, HIDDEN = "tren-phai", "cho-ky", "an"
PLACES = (TOP_RIGHT, SIGNATURE_ROOM, HIDDEN)


@dataclass(frozen=True, kw_only=True)
class Means:
    """How to sign and whom to trust; members are named as their settings are, without VANBAN_SIGN_.

    `pkcs12` and `pkcs11` are paths, one of which is set where things can be signed. `token` is a token's label or the
    number of its slot, `certificate` the label of a certificate on the token or a file that holds it. `tsa` is the
    address of the timestamp server, `revocation` the beginnings of the OCSP and CRL addresses that may be asked.
    `roots` is a folder of certificates and CRLs, `timeout` the seconds for one question to a server.
    """

    pkcs12: str = ""
    passphrase_file: str = ""
    pkcs11: str = ""
    token: str = ""
    pin_file: str = ""
    certificate: str = ""
    level: str = "B-B"
    tsa: str = ""
    revocation: tuple[str, ...] = ()
    roots: str = ""
    place: str = TOP_RIGHT
    image: str = ""
    timeout: float = 20.0

    @property
    def problem(self) -> str:
        """Say which setting is missing or set against another; empty when things can be signed."""
        if not self.pkcs12 and not self.pkcs11:
            return UNSET
        return self._key_problem or self._level_problem

    @property
    def _key_problem(self) -> str:
        if self.pkcs12 and self.pkcs11:
            return "VANBAN_SIGN_PKCS12 và VANBAN_SIGN_PKCS11 cùng được đặt. Xin bỏ một: ký bằng tệp hoặc bằng thiết bị."
        if self.pkcs11 and not self.pin_file:
            return "Ký bằng thiết bị cần tệp giữ mã PIN: xin đặt VANBAN_SIGN_PIN_FILE."
        return ""

    @property
    def _level_problem(self) -> str:
        if self.level != "B-B" and not self.tsa:
            return f"Mức {self.level} cần máy chủ dấu thời gian: xin đặt VANBAN_SIGN_TSA, hoặc VANBAN_SIGN_LEVEL=B-B."
        if self.level in LASTING and not self.roots:
            return (
                f"Mức {self.level} cần chứng thư gốc: xin đặt VANBAN_SIGN_ROOTS, hoặc hạ VANBAN_SIGN_LEVEL."
            )
        return ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Means":
        """Take the values of all settings by their names."""
        told = {f.name: values[f"sign_{f.name}"] for f in fields(cls)}
        return cls(**{**told, "revocation": tuple(told["revocation"].split())})

    def as_dict(self) -> dict[str, Any]:
        """Give a JSON shape that `from_dict` reads back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Means":
        """Read what `as_dict` gave."""
        return cls(**{**told, "revocation": tuple(told["revocation"])})
