"""A further signature on a signed file: put only where what is there holds, and only if that still holds afterwards."""

from collections.abc import Sequence

from service.errors import Conflict
from service.model import After, Signature


def check_earlier(found: Sequence[Signature], name: str) -> None:
    """Refuse to sign over what an earlier signature shows to be changed; whom it trusts is the reader's to say.

    Raises:
        Conflict: names each signature that does not hold.
    """
    broken = [one for one in found if not _holds(one)]
    if broken:
        raise Conflict(
            f"Tệp {name} đã có chữ ký không còn nguyên vẹn ({_names(broken)}) nên không ký thêm: "
            "chữ ký mới sẽ xác nhận một tệp đã bị sửa. Xin lấy lại tệp gốc rồi ký."
        )


def check_kept(earlier: Sequence[Signature], now: Sequence[Signature], name: str) -> None:
    """Refuse what was signed where an earlier signature counts the new one for a change.

    Raises:
        Conflict: names each signature that would be spoilt.
    """
    held = {one.field for one in now if _holds(one)}
    spoilt = [one for one in earlier if one.field not in held]
    if spoilt:
        raise Conflict(
            f"Chữ ký trước trong tệp {name} ({_names(spoilt)}) không cho thêm chữ ký nào: thêm vào thì nó mất giá trị. "
            "Xin ký vào bản chưa có chữ ký đó, hoặc ký một văn bản khác kèm tệp này."
        )


def _holds(one: Signature) -> bool:
    return one.whole and one.after is not After.CONTENT


def _names(found: Sequence[Signature]) -> str:
    return ", ".join(one.signer or f"ô {one.field}" for one in found)
