"""Ratings of members and collectives: levels, the cap on the first, scores, discipline. Rules T9 to T12.

Pure functions; bands and shares come from the rule book.
"""

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from service.checks.case import Case, Figure, Figures, Flags, Notice, Text
from service.checks.figures import difference, percent, said, unequal
from service.checks.rule import Kind, Parameter, Rule
from service.vietnamese.numbers import group
from service.vietnamese.text import fold

BASE_WITH_EXCELLENT = "tốt và xuất sắc"


def rating(
    case: Case, *, levels: Figures, rated: Figure, members: Figure | None, not_rated: Figure | None
) -> Iterator[Notice]:
    """T9: the levels add up to those rated, who are all members but those not rated."""
    yield from unequal(rated, levels, "cộng các mức")
    if members is not None and not_rated is not None:
        due = Decimal(members.value) - Decimal(not_rated.value)
        if due != rated.value:
            yield Notice(
                at=rated,
                required="Số được xếp loại bằng tổng số trừ số chưa xếp loại.",
                found=(
                    f"{said(members.value)} - {said(not_rated.value)} = {group(due)}, "
                    f"“{rated.name}” ghi {said(rated.value)}, lệch {difference(due, rated.value)}."
                ),
                mend="Kiểm tra lại số chưa xếp loại và số được xếp loại.",
            )


def cap(case: Case, *, excellent: Figure, good: Figure) -> Iterator[Notice]:
    """T10: those rated excellent are at most a share of those rated good; the base is the office's to set."""
    with_excellent = case.book.threshold("excellent_base") == BASE_WITH_EXCELLENT
    base = Decimal(good.value) + (Decimal(excellent.value) if with_excellent else 0)
    share = Decimal(str(case.book.threshold("excellent_percent")))
    exact = base * share / 100
    most = exact.quantize(Decimal(1), ROUND_DOWN)
    if excellent.value > most:
        name = "tốt và xuất sắc" if with_excellent else "tốt"
        yield Notice(
            at=excellent,
            required=f"Hoàn thành xuất sắc không quá {group(share)}% số hoàn thành {name}.",
            found=(
                f"{group(share)}% của {group(base)} ({name}) là {group(exact.normalize())}, "
                f"tối đa {group(most)}; đang ghi {said(excellent.value)}."
            ),
            mend="Kiểm tra lại; nếu cấp có thẩm quyền cho vượt hoặc địa phương tính trên số khác thì giữ nguyên.",
        )


def rating_label(case: Case, *, score: Figure, label: Text, above: Figure | None) -> Iterator[Notice]:
    """T11: a rating is that of its score; the first level also needs enough tasks done above what was required."""
    bands, least = case.book.bands["member_rating"], case.book.threshold("level_one_above")
    names = [fold(str(name)) for _, name in bands.steps]
    given, due = fold(label.value), bands.at(score.value)
    if due is None or given not in names:
        return
    place, right = names.index(given), names.index(fold(due))
    enough = above is None or above.value >= least
    if place == 0 and right == 0 and not enough and above is not None:
        yield Notice(
            at=label,
            required=f"Hoàn thành xuất sắc khi có ít nhất {least}% nhiệm vụ vượt mức.",
            found=f"{said(score.value)} điểm, mới {percent(above.value)} nhiệm vụ vượt mức, đang ghi “{label.value}”.",
            mend=f"Chọn “{bands.steps[1][1]}”, hoặc bổ sung kết quả vượt mức.",
            lesser=True,
        )
    elif place != right and not (right == 0 and place == 1 and not enough):
        yield Notice(
            at=label,
            found=f"{said(score.value)} điểm ứng với “{due}”, đang ghi “{label.value}”.",
            mend=f"Chọn “{due}”, hoặc sửa điểm.",
            lesser=place > right,  # a competent body may rate lower than the score
        )


def discipline(case: Case, *, disciplined: Figure | None, flags: Flags, label: Text) -> Iterator[Notice]:
    """T12: whoever was disciplined in the year is not of the first level, nor is a collective with such a member."""
    first = str(case.book.bands["member_rating"].steps[0][1])
    punished = any(f.value for f in flags) or (disciplined is not None and disciplined.value > 0)
    if punished and fold(label.value) == fold(first):
        who = f"Có {said(disciplined.value)} đảng viên" if disciplined is not None else "Đã"
        yield Notice(
            at=label,
            found=f"{who} bị kỷ luật trong năm, đang ghi “{label.value}”.",
            mend="Xem lại mức xếp loại hoặc thông tin kỷ luật.",
        )


RULES = (
    Rule(
        id="T9",
        requires="Bốn mức xếp loại cộng lại bằng số được xếp loại.",
        judge=rating,
        needs=(("levels", "rated"),),
        parameters={
            "levels": Parameter(Kind.FIGURES, "số của từng mức"),
            "rated": Parameter(Kind.FIGURE, "số được xếp loại"),
            "members": Parameter(Kind.FIGURE, "tổng số"),
            "not_rated": Parameter(Kind.FIGURE, "số chưa hoặc không xếp loại"),
        },
    ),
    Rule(
        id="T10",
        requires="Số hoàn thành xuất sắc không vượt tỷ lệ tối đa.",
        judge=cap,
        needs=(("excellent", "good"),),
        parameters={
            "excellent": Parameter(Kind.FIGURE, "số hoàn thành xuất sắc nhiệm vụ"),
            "good": Parameter(Kind.FIGURE, "số hoàn thành tốt nhiệm vụ"),
        },
    ),
    Rule(
        id="T11",
        requires="Mức xếp loại đúng với điểm.",
        judge=rating_label,
        needs=(("score", "label"),),
        parameters={
            "score": Parameter(Kind.FIGURE, "điểm, thang 100"),
            "label": Parameter(Kind.TEXT, "mức xếp loại"),
            "above": Parameter(Kind.PERCENT, "tỷ lệ nhiệm vụ vượt mức"),
        },
    ),
    Rule(
        id="T12",
        requires="Bị kỷ luật trong năm thì không xếp hoàn thành xuất sắc nhiệm vụ.",
        judge=discipline,
        needs=(("disciplined", "label"), ("flags", "label")),
        parameters={
            "disciplined": Parameter(Kind.FIGURE, "số đảng viên bị kỷ luật (tập thể)"),
            "flags": Parameter(Kind.FLAGS, "ô “bị kỷ luật” (cá nhân)"),
            "label": Parameter(Kind.TEXT, "mức xếp loại"),
        },
    ),
)
