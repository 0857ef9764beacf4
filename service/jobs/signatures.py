"""What the signatures of a paper from elsewhere are worth: by whom, whole, trusted; judged as the paper comes in.

A dossier binds a copy without them, so this is the last moment at which they are looked at with the file at hand; the
original that is kept lets anybody look again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from service.errors import ServiceError
from service.model import Finding, Severity
from service.pdf.foreign.door import Taken
from service.ports import Signer

log = structlog.get_logger(__name__)


def checked(taken: Taken, path: Path, signer: Signer) -> Taken:
    """Give each signature a member `checked`: what `model.Signature` says of it, None where nobody could say."""
    if not taken.signatures:
        return taken
    try:
        found = {one.field: one.as_dict() for one in signer.signatures(path, strange=True)}
    except ServiceError as exc:
        log.warning("signatures_not_checked", code=exc.code, exc_info=exc)
        found = {}
    unread = found.get("")  # told once, of all that the file has
    told = tuple({**said, "checked": found.get(str(said["field"]), unread)} for said in taken.signatures)
    return replace(taken, signatures=told)


def signature_findings(taken: Taken) -> Iterator[Finding]:
    """Say of each signature who signed and whether it holds; a warning of one that does not."""
    for said in taken.signatures:
        verdict: Mapping[str, Any] | None = said.get("checked")
        who = (verdict or {}).get("signer") or said["name"] or said["field"]
        found, mend, severity = _worth(verdict)
        yield Finding(
            rule="pdf-signature",
            severity=severity,
            required="chữ ký số còn nguyên vẹn, chứng thư đáng tin",
            found=f"chữ ký số của {who}: {found}",
            mend=mend,
        )


def _worth(verdict: Mapping[str, Any] | None) -> tuple[str, str, Severity]:
    """Give what was found, what to do, and how much it weighs."""
    if verdict is None:
        later = "Bản gốc được giữ nguyên; có thể kiểm lại bằng vanban verify."
        return "chưa kiểm được", later, Severity.INFO
    if not verdict["sound"]:
        again = "Xin hỏi lại nơi gửi, hoặc xin tệp khác, trước khi dựa vào chữ ký này."
        return f"không đạt. {verdict['problem']}".rstrip(), again, Severity.WARNING
    if verdict["trusted"] is None:
        roots = "Muốn biết, người quản trị đặt chứng thư gốc (VANBAN_SIGN_ROOTS)."
        return "còn nguyên vẹn, chưa biết chứng thư có đáng tin không", roots, Severity.INFO
    return "còn nguyên vẹn, chứng thư đáng tin", "Không cần làm gì.", Severity.INFO
