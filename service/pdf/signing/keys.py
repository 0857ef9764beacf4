"""Opens the key that signs: a PKCS#12 file, or a PKCS#11 token through its maker's library. Runs in the child only.

Refusals name the setting and what to do; the passphrase and the PIN stand in none of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pkcs11
from asn1crypto import pem, x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import pkcs12
from pkcs11 import Attribute, ObjectClass
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import Signer, SimpleSigner

from service.errors import BadSettings, SigningFailed
from service.pdf.signing.means import UNSET, Means

USAGES = frozenset({"digital_signature", "non_repudiation"})
_MAX_SECRET = 4096


@contextmanager
def opened_key(means: Means, others: list[x509.Certificate], now: datetime) -> Iterator[Signer]:
    """Give the signer whose certificate can sign at `now`; `others` may stand between it and its root.

    Raises:
        BadSettings: no key is set, it cannot be opened, or its certificate cannot sign now.
        SigningFailed: the token is not there or does not answer.
    """
    if means.pkcs12:
        signer = _from_file(means, others)
        _check(signer.signing_cert, now)
        yield signer
    elif means.pkcs11:
        with _token_session(means) as session:
            signer = _from_token(means, session, others)
            _check(signer.signing_cert, now)
            yield signer
    else:
        raise BadSettings(UNSET)


def read_file(path: str, setting: str) -> bytes:
    """Read a file that a setting names, or raise BadSettings."""
    try:
        return Path(path).read_bytes()
    except OSError as exc:
        raise BadSettings(
            f"{setting}: không đọc được tệp {path}. Xin kiểm tra đường dẫn và quyền đọc."
        ) from exc


def _secret(path: str, setting: str) -> str:
    """Read a passphrase or PIN: the first line of its file."""
    if not path:
        return ""
    try:
        return read_file(path, setting)[:_MAX_SECRET].decode("utf-8-sig").partition("\n")[0].rstrip("\r")
    except UnicodeDecodeError:
        raise BadSettings(f"{setting}: tệp {path} không phải chữ UTF-8. Xin ghi lại tệp.") from None


def _from_file(means: Means, others: list[x509.Certificate]) -> Signer:
    data = read_file(means.pkcs12, "VANBAN_SIGN_PKCS12")
    passphrase = _secret(means.passphrase_file, "VANBAN_SIGN_PASSPHRASE_FILE").encode() or None
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(data, passphrase)
        whole = key is not None and certificate is not None
        signer: Signer | None = SimpleSigner.load_pkcs12_data(data, others, passphrase) if whole else None
    except (ValueError, TypeError):  # its own words may quote what was tried
        raise BadSettings(
            f"Không mở được tệp {means.pkcs12} (VANBAN_SIGN_PKCS12): mật khẩu trong tệp của "
            "VANBAN_SIGN_PASSPHRASE_FILE không đúng, hoặc tệp không phải PKCS#12."
        ) from None
    except UnsupportedAlgorithm:
        raise BadSettings(
            f"Tệp {means.pkcs12} (VANBAN_SIGN_PKCS12) được mã hóa bằng thuật toán đã cũ. "
            "Xin xuất lại chứng thư với AES-256."
        ) from None
    if signer is None:
        raise BadSettings(
            f"Tệp {means.pkcs12} (VANBAN_SIGN_PKCS12) thiếu khóa riêng hoặc chứng thư. "
            "Xin xuất lại chứng thư kèm khóa riêng."
        )
    return signer


@contextmanager
def _token_session(means: Means) -> Iterator[Any]:
    """Open a session on the token with the PIN."""
    if not Path(means.pkcs11).is_file():
        raise BadSettings(f"VANBAN_SIGN_PKCS11: không có tệp thư viện {means.pkcs11}.")
    pin = _secret(means.pin_file, "VANBAN_SIGN_PIN_FILE")
    try:
        library = pkcs11.lib(means.pkcs11)
    except (pkcs11.PKCS11Error, RuntimeError, OSError):
        raise BadSettings(
            f"VANBAN_SIGN_PKCS11: tệp {means.pkcs11} không phải thư viện PKCS#11 chạy được trên máy này."
        ) from None
    try:
        with _chosen(library, means.token).open(user_pin=pin) as session:
            yield session
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid):
        raise BadSettings(
            "Mã PIN trong tệp của VANBAN_SIGN_PIN_FILE không đúng. Xin sửa trước khi ký lại: "
            "sai nhiều lần thiết bị sẽ tự khóa."
        ) from None
    except pkcs11.PinLocked:
        raise BadSettings("Thiết bị ký đã bị khóa vì sai mã PIN nhiều lần. Xin liên hệ nơi cấp.") from None
    except pkcs11.PKCS11Error as exc:
        raise SigningFailed(
            f"Thiết bị ký báo lỗi {type(exc).__name__}. Xin cắm lại thiết bị rồi thử lại."
        ) from None


def _chosen(library: Any, wanted: str) -> Any:
    """Give the token with this label, or in the slot with this number; the only one where none is named."""
    seen = [slot.get_token() for slot in library.get_slots(token_present=True)]
    tokens = [token for token in seen if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED]
    fitting = [t for t in tokens if wanted in ("", t.label.strip(), str(t.slot.slot_id))]
    if len(fitting) == 1:
        return fitting[0]
    labels = ", ".join(f"“{t.label.strip()}”" for t in tokens)
    if not tokens:
        raise SigningFailed("Không thấy thiết bị ký nào. Xin cắm thiết bị rồi thử lại.")
    if not fitting:
        raise SigningFailed(
            f"Không thấy thiết bị “{wanted}” (VANBAN_SIGN_TOKEN); đang có {labels}. Xin cắm đúng thiết bị rồi thử lại."
        )
    raise BadSettings(f"Có nhiều thiết bị ký: {labels}. Xin nêu một thiết bị trong VANBAN_SIGN_TOKEN.")


def _from_token(means: Means, session: Any, others: list[x509.Certificate]) -> Signer:
    held = [
        (o[Attribute.LABEL], bytes(o[Attribute.ID]), x509.Certificate.load(bytes(o[Attribute.VALUE])))
        for o in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    ]
    keys = [bytes(k[Attribute.ID]) for k in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})]
    chain = [*others, *(certificate for _, _, certificate in held)]
    named = means.certificate
    if named and Path(named).is_file():
        if len(keys) != 1:
            raise BadSettings(
                f"Thiết bị có {len(keys)} khóa nên không biết khóa nào đi với {named} (VANBAN_SIGN_CERTIFICATE)."
            )
        (certificate,) = certificates_in(read_file(named, "VANBAN_SIGN_CERTIFICATE"))[:1] or [None]
        found = [(keys[0], certificate)] if certificate is not None else []
    else:
        found = [(key, held_one) for label, key, held_one in held if key in keys and named in ("", label)]
    if len(found) != 1:
        labels = ", ".join(f"“{label}”" for label, key, _ in held if key in keys) or "không có"
        raise BadSettings(
            f"Không chọn được chứng thư trên thiết bị ký; chứng thư có khóa: {labels}. "
            "Xin nêu đúng tên một chứng thư (hoặc tệp chứng thư) trong VANBAN_SIGN_CERTIFICATE."
        )
    key, certificate = found[0]
    return PKCS11Signer(session, signing_cert=certificate, key_id=key, ca_chain=chain)


def certificates_in(data: bytes) -> list[x509.Certificate]:
    """Read the certificates of a .pem, .crt, .cer or .der file; none where it holds none."""
    try:
        if not pem.detect(data):
            pieces = [data]
        else:
            pieces = [body for kind, _, body in pem.unarmor(data, multiple=True) if kind == "CERTIFICATE"]
        read = [x509.Certificate.load(piece, strict=True) for piece in pieces]
        for one in read:
            _ = one.subject.native, one.not_valid_after
    except (ValueError, TypeError):
        return []
    return read


def _check(certificate: x509.Certificate | None, now: datetime) -> None:
    """Refuse to sign with a certificate that is not valid now, or not for signatures."""
    if certificate is None:
        raise BadSettings(UNSET)
    name = certificate.subject.human_friendly
    begin, end = certificate.not_valid_before, certificate.not_valid_after
    if now > end:
        raise BadSettings(
            f"Chứng thư số “{name}” đã hết hạn ngày {end:%d/%m/%Y}. Xin gia hạn, rồi thay tệp hoặc thiết bị ký."
        )
    if now < begin:
        raise BadSettings(
            f"Chứng thư số “{name}” chỉ có hiệu lực từ ngày {begin:%d/%m/%Y}. Xin kiểm tra ngày giờ của máy."
        )
    usage = certificate.key_usage_value
    if usage is not None and not USAGES & set(usage.native):
        raise BadSettings(f"Chứng thư số “{name}” không được cấp để ký. Xin dùng chứng thư ký số.")
