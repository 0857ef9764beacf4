"""Whom to trust: the folder of root certificates and revocation lists that is set. Runs in the child only."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import crl, pem, x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers import Fetchers

from service.errors import BadSettings
from service.pdf.signing.keys import certificates_in, read_file
from service.pdf.signing.means import Means

SETTING = "VANBAN_SIGN_ROOTS"
ENDINGS = (".pem", ".crt", ".cer", ".der", ".crl")


@dataclass(frozen=True)
class Trust:
    """Root certificates, others that may stand between, and revocation lists; `given` when a folder is set."""

    roots: list[x509.Certificate] = field(default_factory=list)
    others: list[x509.Certificate] = field(default_factory=list)
    lists: list[crl.CertificateList] = field(default_factory=list)
    given: bool = False

    def fetching(self, fetchers: Fetchers) -> ValidationContext:
        """Give what certificates are held against when signing, with all that proves them asked for and required."""
        return ValidationContext(
            trust_roots=self.roots,
            other_certs=self.others,
            crls=self.lists,
            allow_fetching=True,
            fetchers=fetchers,
            revocation_mode="require",
        )

    def told(self, moment: datetime) -> dict[str, Any]:
        """Give the arguments of a ValidationContext that asks nobody and judges as of `moment`."""
        return {
            "trust_roots": self.roots,
            "other_certs": self.others,
            "crls": self.lists,
            "allow_fetching": False,
            "moment": moment,
            "revocation_mode": "soft-fail",
            "retroactive_revinfo": True,
        }


def trust_of(means: Means) -> Trust:
    """Read the folder that the setting names: those that issued themselves are roots, the others stand between.

    Raises:
        BadSettings: the folder cannot be read, holds a file that is none of this, or no root.
    """
    if not means.roots:
        return Trust()
    try:
        paths = sorted(p for p in Path(means.roots).iterdir() if p.suffix.lower() in ENDINGS)
    except OSError as exc:
        raise BadSettings(f"{SETTING}: không đọc được thư mục {means.roots}.") from exc
    trust = Trust(given=True)
    for path in paths:
        _take(path, read_file(str(path), SETTING), trust)
    if not trust.roots:
        raise BadSettings(
            f"{SETTING}: thư mục {means.roots} chưa có chứng thư gốc nào (tệp .pem, .crt, .cer hoặc .der tự ký)."
        )
    return trust


def _take(path: Path, data: bytes, trust: Trust) -> None:
    if path.suffix.lower() == ".crl":
        trust.lists.append(_list_in(path, data))
        return
    found = certificates_in(data)
    if not found:
        raise BadSettings(f"{SETTING}: tệp {path.name} không phải chứng thư số. Xin bỏ hoặc thay tệp này.")
    for certificate in found:
        own = certificate.subject.native == certificate.issuer.native
        (trust.roots if own else trust.others).append(certificate)


def _list_in(path: Path, data: bytes) -> crl.CertificateList:
    try:
        body = pem.unarmor(data)[2] if pem.detect(data) else data
        found: crl.CertificateList = crl.CertificateList.load(body, strict=True)
        _ = found.issuer.native
    except (ValueError, TypeError) as exc:
        raise BadSettings(f"{SETTING}: tệp {path.name} không phải danh sách thu hồi (CRL).") from exc
    return found
