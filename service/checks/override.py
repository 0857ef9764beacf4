"""An error that somebody answers for: which rule, where, and the reason that is kept and printed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.checks.rulebook import Rulebook
from service.errors import FieldError, InvalidSubmission
from service.forms.places import pointer_of, shown
from service.forms.schema import Form
from service.model import Finding, Severity
from service.vietnamese.text import closest, find_control, tidy

SHORTEST_REASON, LONGEST_REASON = 10, 500
MEMBER = "overrides"


@dataclass(frozen=True)
class Override:
    """An error that somebody answers for.

    `pointer` is its place ("" for any), `row` the row of a batch (None for every row).
    """

    rule: str
    pointer: str
    reason: str
    row: int | None = None

    def __post_init__(self) -> None:
        """Refuse an override whose reason says nothing.

        Raises:
            InvalidSubmission: the reason is empty, too short, too long, or holds a control character.
        """
        wrong = fault_of_reason(self.reason)
        if wrong:
            detail = f"Bỏ qua quy tắc {shown(self.rule)}: {wrong}"
            raise InvalidSubmission(
                detail, errors=[FieldError(detail=detail, pointer=self.pointer, rule=self.rule)]
            )

    def meets(self, finding: Finding) -> bool:
        """Say whether it speaks of a finding."""
        return finding.rule == self.rule and self.pointer in ("", finding.pointer)

    def concerns(self, row: int) -> bool:
        """Say whether it speaks of a row of a batch."""
        return self.row in (None, row)

    @property
    def idle(self) -> Finding:
        """What is said when nothing had to be passed over: perhaps the figures were mended meanwhile."""
        where = f" tại {self.pointer}" if self.pointer else ""
        where += f" ở dòng {self.row}" if self.row else ""
        return Finding(
            rule=self.rule,
            severity=Severity.WARNING,
            required="Chỉ bỏ qua những phát hiện mức E đang có.",
            found=f"Không có phát hiện mức E nào của quy tắc {self.rule}{where} để bỏ qua.",
            mend="Bỏ phần bỏ qua này; lý do đã ghi không được lưu.",
            pointer=self.pointer,
        )


@dataclass(frozen=True)
class Passed:
    """An error that was passed over, and why."""

    finding: Finding
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Give the finding with the reason beside it."""
        return {**self.finding.as_dict(), "overridden": {"reason": self.reason}}


def fault_of_reason(reason: str) -> str:
    """Say what is wrong with a reason, "" when it can be printed."""
    text = tidy(reason)
    if not text.strip():
        return "phải ghi lý do."
    if find_control(text) is not None or "\n" in text:
        return "lý do có ký tự điều khiển hoặc xuống dòng; xin gõ lại thành một dòng chữ."
    if not SHORTEST_REASON <= len(text) <= LONGEST_REASON:
        return f"lý do dài {len(text)} ký tự; cần từ {SHORTEST_REASON} đến {LONGEST_REASON} ký tự."
    return ""


def read_overrides(given: Iterable[Mapping[str, Any]], form: Form, book: Rulebook) -> tuple[Override, ...]:
    """Read what a sender answers for: members rule, reason, and perhaps pointer and row.

    Raises:
        InvalidSubmission: an unknown rule or place, or a reason that says nothing; each is named by its place.
    """
    given = list(given)
    errors = [error for n, one in enumerate(given) for error in _faults(one, n, form, book)]
    if errors:
        raise InvalidSubmission("Phần bỏ qua quy tắc chưa đúng.", errors=errors)
    return tuple(
        Override(one["rule"], one.get("pointer") or "", tidy(one["reason"]), one.get("row")) for one in given
    )


def _faults(one: Mapping[str, Any], position: int, form: Form, book: Rulebook) -> Iterator[FieldError]:
    rule, pointer = str(one.get("rule", "")), str(one.get("pointer") or "")
    if rule not in book.rules:
        guess = closest(rule[:20], book.rules)
        meant = f" Ý bạn là “{guess}”?" if guess else " Các quy tắc có trong docs/quy-tac.md."
        yield _wrong(position, "rule", f"Không có quy tắc “{shown(rule)}”.{meant}")
    if pointer and form.find(pointer) is None:
        yield _wrong(position, "pointer", f"Biểu mẫu không có chỗ “{shown(pointer)}”.")
    reason = fault_of_reason(str(one.get("reason", "")))
    if reason:
        yield _wrong(position, "reason", f"Bỏ qua quy tắc {shown(rule)}: {reason}")


def _wrong(position: int, member: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer_of((MEMBER, position, member)), rule="override", detail=detail)
