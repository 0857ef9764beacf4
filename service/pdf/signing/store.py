"""What a file holds to prove certificates (its DSS), given out by the certificate that is to be proved. Child only.

One store serves all signatures of a file. Held together, the proofs of one signer would speak against another of the
same issuer, of whom they say nothing; and a proof whose time is over (most last a day or a week) would speak against
the certificate that it was for. So each signature is judged by what is said of its own certificate and had not run out
at the moment as of which it is judged. That a certificate was revoked never runs out, and stands against an answer
that it was good: the revocation list says from when.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class Answer:
    """What an OCSP server said of one certificate, and until when that counts (None: it does not say)."""

    response: ocsp.OCSPResponse
    serial: int
    good: bool
    until: datetime | None


@dataclass(frozen=True)
class Store:
    """Certificates, answers of OCSP servers, revocation lists."""

    certificates: tuple[x509.Certificate, ...] = ()
    answers: tuple[Answer, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()
    _read: dict[int, frozenset[int]] = field(default_factory=dict, repr=False)

    def _revoked(self, one: crl.CertificateList) -> frozenset[int]:
        """Give the serial numbers in a list, which may have a hundred thousand: read once."""
        if id(one) not in self._read:
            gone = one["tbs_cert_list"]["revoked_certificates"]
            self._read[id(one)] = frozenset(entry["user_certificate"].native for entry in gone)
        return self._read[id(one)]

    def proves(self, certificate: x509.Certificate) -> bool:
        """Say whether anything here tells if the certificate was revoked."""
        listed = any(one.issuer == certificate.issuer for one in self.lists)
        return listed or any(certificate.serial_number == one.serial for one in self.answers)

    def context(self, told: Mapping[str, Any], judged: Iterable[x509.Certificate]) -> ValidationContext:
        """Give what to hold the judged certificates against: what `told` says, and what is said of them here.

        What is said of certificates that issue others stays in: it may be of theirs.
        """
        moment: datetime = told["moment"]
        issuers = (one for one in (*self.certificates, *told["other_certs"]) if one.ca)
        wanted = {one.serial_number for one in (*judged, *issuers)}
        known = (*told["crls"], *self.lists)
        gone = {serial for one in known for serial in self._revoked(one) & wanted}
        answers = [
            one
            for one in self.answers
            if one.serial in wanted
            and (not one.good or (_lasts(one.until, moment) and one.serial not in gone))
        ]
        lists = [one for one in known if _current(one, moment) or self._revoked(one) & gone]
        return ValidationContext(
            **{
                **told,
                "other_certs": [*self.certificates, *told["other_certs"]],
                "crls": lists,
                "ocsps": [one.response for one in answers],
            }
        )


def store_of(reader: PdfFileReader) -> Store:
    """Read the store of a file; an empty one where it has none.

    Raises:
        ValueError, TypeError, KeyError and their like over what is no store; the caller knows them.
    """
    try:
        found = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Store()
    return Store(
        certificates=tuple(found.load_certs()),
        answers=tuple(
            answer
            for one in found.ocsps
            for answer in _answers(ocsp.OCSPResponse.load(one.get_object().data))
        ),
        lists=tuple(crl.CertificateList.load(one.get_object().data) for one in found.crls),
    )


def _answers(response: ocsp.OCSPResponse) -> Iterator[Answer]:
    if response["response_status"].native != "successful":
        return
    for one in response.basic_ocsp_response["tbs_response_data"]["responses"]:
        serial, good = one["cert_id"]["serial_number"].native, one["cert_status"].name == "good"
        yield Answer(response, serial, good, one["next_update"].native)


def _lasts(until: datetime | None, moment: datetime) -> bool:
    return until is None or until >= moment


def _current(one: crl.CertificateList, moment: datetime) -> bool:
    return _lasts(one["tbs_cert_list"]["next_update"].native, moment)
