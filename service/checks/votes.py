"""Votes and ballots: who may vote, what adds up, what is carried. Rules M7 to M10. Pure functions."""

from collections.abc import Iterator
from fractions import Fraction

from service.checks.case import Case, Figure, Figures, Notice, Text
from service.checks.figures import said, unequal
from service.checks.rule import Kind, Parameter, Rule
from service.vietnamese.text import fold

ORDINARY, CONGRESS, ADMISSION = "thường kỳ", "đại hội", "kết nạp"

_QUORUM = {
    ORDINARY: (Fraction(1, 2), False, "Quá nửa số được triệu tập có mặt."),
    CONGRESS: (Fraction(2, 3), True, "Ít nhất 2/3 số được triệu tập có mặt."),
    ADMISSION: (Fraction(2, 3), True, "Ít nhất 2/3 số đảng viên chính thức tán thành."),
}
"""Share, whether it is enough by itself, and the sentence. No numeric quorum of an ordinary meeting is known; half is
the least that lets a resolution be carried."""


def votes(
    case: Case, *, voters: Figure, options: Figures, official: Figure | None, present: Figure | None
) -> Iterator[Notice]:
    """M7: the votes add up to those who voted, who are full members and present."""
    if options:
        yield from unequal(voters, options, "cộng các loại ý kiến")
    for most, words in ((official, "đảng viên chính thức"), (present, "người có mặt")):
        if most is not None and voters.value > most.value:
            yield Notice(
                at=voters,
                required="Chỉ đảng viên chính thức có mặt được biểu quyết.",
                found=f"{said(voters.value)} người biểu quyết, chỉ có {said(most.value)} {words}.",
                mend="Không tính đảng viên dự bị và khách mời; sửa số biểu quyết.",
            )


def majority(
    case: Case, *, agree: Figure, official: Figure, subject: Text | None, only: str | None
) -> Iterator[Notice]:
    """M8: a resolution needs more than half of all full members, not only of those present."""
    if only and subject and fold(only) not in fold(subject.value):
        return
    if agree.value * 2 <= official.value:
        need = int(official.value) // 2 + 1
        yield Notice(
            at=agree,
            found=(
                f"{said(agree.value)}/{said(official.value)} đảng viên chính thức tán thành, "
                f"chưa quá nửa (cần ít nhất {said(need)})."
            ),
            mend="Kiểm tra lại số tán thành và số đảng viên chính thức; nếu đúng thì nghị quyết chưa được thông qua.",
        )


def ballots(
    case: Case,
    *,
    issued: Figure | None,
    returned: Figure,
    valid: Figure,
    invalid: Figure | None,
    options: Figures,
) -> Iterator[Notice]:
    """M9: ballots returned do not exceed those issued; valid and invalid make the returned; options make the valid."""
    if issued is not None and returned.value > issued.value:
        yield Notice(
            at=returned,
            required="Số phiếu thu về không nhiều hơn số phiếu phát ra.",
            found=f"Phát ra {said(issued.value)} phiếu, thu về {said(returned.value)} phiếu.",
            mend="Đếm lại phiếu.",
        )
    if invalid is not None:
        yield from unequal(returned, [valid, invalid], "hợp lệ cộng không hợp lệ")
    if options:
        yield from unequal(valid, options, "cộng phiếu các phương án")


def quorum(case: Case, *, total: Figure, present: Figure, occasion: str | None) -> Iterator[Notice]:
    """M10: enough members took part: more than half, or two thirds for a congress and for admission."""
    share, enough, sentence = _QUORUM[occasion or ORDINARY]
    bound = share * Fraction(total.value)
    reached = present.value >= bound if enough else present.value > bound
    if not reached:
        yield Notice(
            at=present,
            required=sentence,
            found=f"{said(present.value)}/{said(total.value)}, chưa {'đủ' if enough else 'quá'} {share}.",
            mend="Kiểm tra lại số liệu; nếu đúng thì xin ý kiến cấp ủy cấp trên trước khi ban hành.",
        )


RULES = (
    Rule(
        id="M7",
        requires="Các loại ý kiến cộng lại bằng số biểu quyết; chỉ đảng viên chính thức có mặt biểu quyết.",
        judge=votes,
        needs=(("voters", "options"), ("voters", "official"), ("voters", "present")),
        parameters={
            "voters": Parameter(Kind.FIGURE, "số người biểu quyết"),
            "options": Parameter(Kind.FIGURES, "số tán thành, không tán thành, ý kiến khác"),
            "official": Parameter(Kind.FIGURE, "số đảng viên chính thức"),
            "present": Parameter(Kind.FIGURE, "số có mặt"),
        },
    ),
    Rule(
        id="M8",
        requires="Nghị quyết được thông qua khi quá nửa tổng số đảng viên chính thức tán thành.",
        judge=majority,
        needs=(("agree", "official"),),
        parameters={
            "agree": Parameter(Kind.FIGURE, "số tán thành"),
            "official": Parameter(Kind.FIGURE, "tổng số đảng viên chính thức, không chỉ người có mặt"),
            "subject": Parameter(Kind.TEXT, "vấn đề biểu quyết"),
            "only": Parameter(Kind.WORD, "chỉ xét khi vấn đề biểu quyết có chữ này"),
        },
    ),
    Rule(
        id="M9",
        requires="Phiếu thu về không quá phiếu phát ra; hợp lệ cộng không hợp lệ, các phương án cộng lại đều khớp.",
        judge=ballots,
        needs=(("returned", "valid"),),
        parameters={
            "issued": Parameter(Kind.FIGURE, "số phiếu phát ra"),
            "returned": Parameter(Kind.FIGURE, "số phiếu thu về"),
            "valid": Parameter(Kind.FIGURE, "số phiếu hợp lệ"),
            "invalid": Parameter(Kind.FIGURE, "số phiếu không hợp lệ"),
            "options": Parameter(Kind.FIGURES, "số phiếu của từng phương án"),
        },
    ),
    Rule(
        id="M10",
        requires="Đủ số đảng viên dự họp hoặc tán thành.",
        judge=quorum,
        needs=(("total", "present"),),
        parameters={
            "total": Parameter(Kind.FIGURE, "tổng số được triệu tập (kết nạp: tổng số chính thức)"),
            "present": Parameter(Kind.FIGURE, "số có mặt (kết nạp: số tán thành)"),
            "occasion": Parameter(Kind.WORD, "loại họp; không ghi là thường kỳ", tuple(_QUORUM)),
        },
    ),
)
