"""What a file holds to prove certificates (its DSS), given out by the certificate that is to be proved. Child only.

One store serves all signatures of a file. Held together, the proofs of one signer would speak against another of the
same issuer, of whom they say nothing; so each signature is judged by what is said of its own certificate.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class Store:
    """Certificates, answers of OCSP servers with the serial numbers that they speak of, revocation lists."""

    certificates: tuple[x509.Certificate, ...] = ()
    answers: tuple[tuple[ocsp.OCSPResponse, frozenset[int]], ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()

    def proves(self, certificate: x509.Certificate) -> bool:
        """Say whether anything here tells if the certificate was revoked."""
        listed = any(one.issuer == certificate.issuer for one in self.lists)
        return listed or any(certificate.serial_number in serials for _, serials in self.answers)

    def context(self, told: Mapping[str, Any], judged: Iterable[x509.Certificate]) -> ValidationContext:
        """Give what to hold the judged certificates against: what `told` says, and what is said of them here.

        What is said of certificates that issue others stays in: it may be of theirs.
        """
        issuers = (one for one in (*self.certificates, *told["other_certs"]) if one.ca)
        wanted = {one.serial_number for one in (*judged, *issuers)}
        return ValidationContext(
            **{
                **told,
                "other_certs": [*self.certificates, *told["other_certs"]],
                "crls": [*told["crls"], *self.lists],
                "ocsps": [answer for answer, serials in self.answers if serials & wanted],
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
    answers = [ocsp.OCSPResponse.load(one.get_object().data) for one in found.ocsps]
    return Store(
        certificates=tuple(found.load_certs()),
        answers=tuple((one, frozenset(_serials(one))) for one in answers),
        lists=tuple(crl.CertificateList.load(one.get_object().data) for one in found.crls),
    )


def _serials(answer: ocsp.OCSPResponse) -> Iterator[int]:
    if answer["response_status"].native != "successful":
        return
    for one in answer.basic_ocsp_response["tbs_response_data"]["responses"]:
        yield one["cert_id"]["serial_number"].native
