"""An authority of our own for the tests of signatures: root, signers, a timestamp server and OCSP/CRL on loopback.

with Authority(tmp_path) as authority: authority.signer("AN", …) writes a .p12; authority.roots is a folder; what the
server is asked is in `asked`; `broken` lets the timestamp server be "down", answer "rubbish" or "redirect".
"""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

PASSPHRASE = "mật khẩu thử nghiệm"
RUBBISH = {"page": "<html>Xin chào</html>".encode(), "cut": b"\x30\x82\x10\x00\x30"}
DAY = timedelta(days=1)
SHA256 = hashes.SHA256()


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def a_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def a_name(name: str, organ: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if organ:
        parts.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, organ))
    return x509.Name(parts)


def _der(key: rsa.RSAPrivateKey) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)


class Authority:
    """Root certificate, what it issued, and its servers."""

    def __init__(self, folder: Path, name: str = "CA thử nghiệm") -> None:
        self.folder = folder
        self.key, self.subject = a_key(), a_name(name)
        self.asked: list[str] = []
        self.broken = ""
        self.revoked: set[int] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.root = self._issue(self.key, self.subject, ca=True)
        self.roots = folder / "goc"
        self.roots.mkdir(parents=True)
        (self.roots / "goc.crt").write_bytes(self.root.public_bytes(serialization.Encoding.PEM))
        self._tsa_key = a_key()
        self._tsa = self._issue(self._tsa_key, a_name("TSA thử nghiệm"), stamps=True)

    def __enter__(self) -> "Authority":
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def signer(
        self,
        name: str = "VĂN PHÒNG ĐẢNG ỦY PHƯỜNG MỸ THỌ",
        organ: str = "Đảng ủy phường Mỹ Thọ",
        *,
        begin: datetime | None = None,
        end: datetime | None = None,
        key: rsa.RSAPrivateKey | None = None,
        self_signed: bool = False,
        usage: x509.KeyUsage | None = None,
    ) -> tuple[Path, x509.Certificate]:
        """Issue a certificate for signing; give its .p12 and the certificate."""
        key = key or a_key()
        certificate = self._issue(
            key,
            a_name(name, organ),
            begin=begin,
            end=end,
            by=key if self_signed else None,
            usage=usage,
        )
        chain = None if self_signed else [self.root]
        locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
        path = self.folder / f"{certificate.serial_number:x}.p12"
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"ky", key, certificate, chain, locked))
        return path, certificate

    def means(self, **changed: Any) -> dict[str, Any]:
        """Give what signs with a fresh signer, at level B-B unless something else is said."""
        secret = self.folder / "mat-khau"
        secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
        pkcs12_path = changed.pop("pkcs12", None)
        if pkcs12_path is None:
            pkcs12_path = self.signer()[0]
        told = {
            "pkcs12": str(pkcs12_path),
            "passphrase_file": str(secret),
            "roots": str(self.roots),
            "tsa": f"{self.address}/tsa",
            "revocation": (f"{self.address}/ocsp", f"{self.address}/goc.crl"),
            "timeout": 5.0,
        }
        return told | changed

    def stamping(self, end: datetime) -> x509.Certificate:
        """Issue another certificate for the key of the timestamp server."""
        return self._issue(self._tsa_key, a_name("TSA ngắn hạn"), stamps=True, end=end)

    def _issue(
        self,
        key: rsa.RSAPrivateKey,
        subject: x509.Name,
        *,
        ca: bool = False,
        stamps: bool = False,
        begin: datetime | None = None,
        end: datetime | None = None,
        by: rsa.RSAPrivateKey | None = None,
        usage: x509.KeyUsage | None = None,
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if by else self.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin or now() - DAY)
            .not_valid_after(end or now() + (3000 if ca or stamps else 300) * DAY)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(usage or _usage(ca), critical=True)
        )
        if stamps:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(usage, critical=True)
        if not ca and not by:
            asked = x509.UniformResourceIdentifier(f"{self.address}/ocsp")
            listed = x509.UniformResourceIdentifier(f"{self.address}/goc.crl")
            access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, asked)
            builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
            point = x509.DistributionPoint([listed], None, None, None)
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        if not by:
            holder = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
            builder = builder.add_extension(holder, critical=False)
        return builder.sign(by or self.key, SHA256)

    def crl(self) -> bytes:
        """Give the list of what was revoked."""
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.subject)
        builder = builder.last_update(now() - DAY).next_update(now() + DAY)
        for serial in self.revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now() - DAY)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self.key, SHA256).public_bytes(serialization.Encoding.DER)

    def ocsp(self, question: bytes) -> bytes:
        """Answer whether one certificate is good."""
        asked = ocsp.load_der_ocsp_request(question)
        gone = asked.serial_number in self.revoked
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            asked.issuer_name_hash,
            asked.issuer_key_hash,
            asked.serial_number,
            asked.hash_algorithm,
            ocsp.OCSPCertStatus.REVOKED if gone else ocsp.OCSPCertStatus.GOOD,
            now() - timedelta(minutes=1),
            now() + DAY,
            now() - DAY if gone else None,
            x509.ReasonFlags.key_compromise if gone else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.root)
        for extension in asked.extensions:
            builder = builder.add_extension(extension.value, extension.critical)
        return builder.sign(self.key, SHA256).public_bytes(serialization.Encoding.DER)

    def stamp(self, question: bytes) -> bytes:
        """Answer a request for a timestamp (RFC 3161)."""
        encoding = serialization.Encoding.DER
        stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(self._tsa.public_bytes(encoding)),
            asn1_keys.PrivateKeyInfo.load(_der(self._tsa_key)),
            [asn1_x509.Certificate.load(self.root.public_bytes(encoding))],
        )
        return bytes(stamper.request_tsa_response(tsp.TimeStampReq.load(question)).dump())


def _usage(ca: bool) -> x509.KeyUsage:
    return key_usage(*(("key_cert_sign", "crl_sign") if ca else ("digital_signature", "content_commitment")))


def key_usage(*allowed: str) -> x509.KeyUsage:
    """Say what a key may be used for, by the names of RFC 5280; for nothing else."""
    every = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{name: name in allowed for name in every})


def _handler(authority: Authority) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            authority.asked.append(self.path)
            self._send(authority.crl(), "application/pkix-crl")

        def do_POST(self) -> None:
            authority.asked.append(self.path)
            question = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/ocsp":
                self._send(authority.ocsp(question), "application/ocsp-response")
            elif authority.broken == "redirect":
                self.send_response(302)
                self.send_header("Location", f"{authority.address}/khac")
                self.end_headers()
            elif authority.broken == "down":
                self.send_error(503)
            else:
                rubbish = RUBBISH.get(authority.broken)
                self._send(rubbish or authority.stamp(question), "application/timestamp-reply")

        def _send(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
