"""How a meeting went: its length, regularity, deadlines and quality score. Rules M5, M6, M11, M12, M13.

Pure functions; the figures that offices set come from the rule book. Attendance and votes have files of their own.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from service.checks.case import Case, Clock, Day, Figure, Figures, Notice, Text, Texts
from service.checks.figures import add_up, difference, percent, said, share, unequal
from service.checks.rule import Kind, Parameter, Rule
from service.vietnamese.dates import short_date
from service.vietnamese.text import fold


def duration(
    case: Case,
    *,
    starts: Clock,
    ends: Clock,
    minutes: Figure | None,
    members: Figure | None,
    kind: Text | None,
) -> Iterator[Notice]:
    """M5: a meeting ends after it began, lasts what it says, and long enough for its size and kind."""
    lasted = _minute(ends) - _minute(starts)
    hours = f"{starts.value:%H:%M} đến {ends.value:%H:%M}"
    if lasted <= 0:
        yield Notice(
            at=ends,
            required="Giờ kết thúc sau giờ bắt đầu.",
            found=f"Ghi từ {hours}.",
            mend="Sửa giờ bắt đầu hoặc giờ kết thúc.",
        )
        return
    if minutes is not None and minutes.value != lasted:
        yield Notice(
            at=minutes,
            required="Thời lượng bằng giờ kết thúc trừ giờ bắt đầu.",
            found=f"Từ {hours} là {lasted} phút, ghi {said(minutes.value)} phút.",
            mend=f"Ghi {lasted} phút, hoặc sửa giờ.",
        )
    least, why = _least(case, members, kind)
    if lasted < least:
        score = 1 if lasted * 2 < least else case.book.bands["shortfall_score"].at(least - lasted)
        yield Notice(
            at=ends,
            required=f"Kỳ sinh hoạt kéo dài ít nhất {least} phút{why}.",
            found=f"Từ {hours} là {lasted} phút, thiếu {least - lasted} phút.",
            mend=f"Kiểm tra lại giờ; nếu đúng, tiêu chí thời lượng được {said(score)} điểm theo thang tham khảo.",
        )


def _minute(clock: Clock) -> int:
    return clock.value.hour * 60 + clock.value.minute


def _least(case: Case, members: Figure | None, kind: Text | None) -> tuple[int, str]:
    """Give the least number of minutes and why; none for meetings called for one urgent matter."""
    what = fold(kind.value) if kind else ""
    if "bat thuong" in what:
        return 0, ""
    short, long = case.book.threshold("meeting_minutes"), case.book.threshold("long_meeting_minutes")
    many = case.book.threshold("long_meeting_members")
    if "ket hop" in what and "chuyen de" in what:
        return long, " khi kết hợp chuyên đề"
    if many and members is not None and members.value >= many:
        return long, f" khi có từ {many} đảng viên"
    return short, ""


def attendance_score(
    case: Case,
    *,
    total: Figure,
    present: Figure,
    unexcused: Figure | None,
    criteria: Texts,
    scores: Figures,
) -> Iterator[Notice]:
    """M6: the score given for attendance is that of its band; one member away without reason lowers it to the least.

    One point more is allowed: it rewards what one paper cannot show (nobody away three times running).
    """
    word = fold(case.book.threshold("attendance_criterion"))
    given = next((s for c, s in zip(criteria, scores, strict=False) if word in fold(c.value)), None)
    if given is None or not total.value:
        return
    bands = case.book.bands["attendance_score"]
    away = unexcused is not None and unexcused.value > 0
    due = bands.steps[-1][1] if away else bands.at(Decimal(present.value) * 100 / Decimal(total.value))
    if due is not None and not due <= given.value <= due + 1:
        why = ", có người vắng không lý do" if away else ""
        rate = percent(share(present.value, total.value, 1))
        yield Notice(
            at=given,
            found=(
                f"{said(present.value)}/{said(total.value)} = {rate}{why}: "
                f"theo thang là {said(due)} điểm, đang ghi {said(given.value)} điểm."
            ),
            mend="Xem lại điểm của tiêu chí này theo bảng chấm của cấp ủy cấp trên.",
        )


def regularity(
    case: Case, *, months: Figures, kinds: Texts, year: Figure | None, until: Day | None
) -> Iterator[Notice]:
    """M11: a regular meeting every month; a topical one every quarter, and never in place of the monthly one.

    Months up to the one before `until` are judged when `until` lies in the `year` of the report, else all twelve.
    """
    last = 12
    if until is not None and year is not None and until.value.year == year.value:
        last = until.value.month - 1
    what = [fold(k.value) for k in kinds] or ["thuong ky"] * len(months)
    held = [(int(m.value), k) for m, k in zip(months, what, strict=False)]
    usual = {m for m, k in held if not k.startswith(("chuyen de", "bat thuong"))}
    missing = [str(m) for m in range(1, last + 1) if m not in usual]
    if missing:
        yield Notice(
            at=months[-1],
            required="Mỗi tháng có ít nhất một kỳ sinh hoạt thường kỳ; chuyên đề không thay được.",
            found=f"Chưa có kỳ sinh hoạt thường kỳ của tháng {', '.join(missing)}.",
            mend="Bổ sung tháng còn thiếu, hoặc nêu lý do trong báo cáo.",
        )
    topical = {(m + 2) // 3 for m, k in held if "chuyen de" in k}
    quarters = [str(q) for q in range(1, last // 3 + 1) if q not in topical]
    if kinds and quarters:
        yield Notice(
            at=kinds[-1],
            required="Mỗi quý có ít nhất một kỳ sinh hoạt chuyên đề.",
            found=f"Chưa có sinh hoạt chuyên đề trong quý {', '.join(quarters)}.",
            mend="Bổ sung kỳ sinh hoạt chuyên đề, hoặc nêu lý do trong báo cáo.",
        )


def deadlines(case: Case, *, meeting: Day, posted: Day | None, issued: Day | None) -> Iterator[Notice]:
    """M12: papers are posted before the meeting; the resolution goes out soon after it."""
    before, after = case.book.threshold("post_days_before"), case.book.threshold("report_days_after")
    held = short_date(meeting.value)
    if posted is not None and posted.value > meeting.value - timedelta(days=before):
        yield Notice(
            at=posted,
            required=f"Tài liệu đăng trước kỳ họp ít nhất {said(before)} ngày.",
            found=f"Họp ngày {held}, đăng tài liệu ngày {short_date(posted.value)}.",
            mend="Kiểm tra lại ngày đăng; nếu đúng thì trừ điểm tiêu chí chuẩn bị.",
        )
    if issued is not None and issued.value > meeting.value + timedelta(days=after):
        late = (issued.value - meeting.value).days
        yield Notice(
            at=issued,
            required=f"Ban hành, báo cáo chậm nhất {said(after)} ngày sau kỳ họp.",
            found=f"Họp ngày {held}, ban hành ngày {short_date(issued.value)}, sau {said(late)} ngày.",
            mend="Kiểm tra lại ngày ban hành; nếu đúng thì ghi nhận là chậm.",
        )


def quality(
    case: Case, *, scores: Figures, maxima: Figures, total: Figure | None, label: Text | None
) -> Iterator[Notice]:
    """M13: no score above its maximum; the total is their sum; the label is that of the total's band."""
    for score, most in zip(scores, maxima, strict=False):
        if score.value > most.value:
            yield Notice(
                at=score,
                required="Điểm không vượt điểm tối đa của tiêu chí.",
                found=f"{score.part}: {said(score.value)} điểm, tối đa {said(most.value)} điểm.",
                mend="Sửa điểm hoặc điểm tối đa.",
            )
    full, most_all = case.book.threshold("quality_total"), add_up(maxima)
    if maxima and most_all != full:
        yield Notice(
            at=maxima[0],
            required=f"Điểm tối đa các tiêu chí cộng lại bằng {full}.",
            found=f"Cộng lại là {said(most_all)}, lệch {difference(most_all, full)}.",
            mend="Sửa điểm tối đa theo bảng chấm của cấp ủy cấp trên.",
            lesser=True,
        )
    if total is not None:
        yield from unequal(total, scores, "cộng điểm các tiêu chí")
        yield from _label(case, total, label)


def _label(case: Case, total: Figure, label: Text | None) -> Iterator[Notice]:
    due = case.book.bands["meeting_quality"].at(total.value)
    if label and label.value and due and fold(label.value) != fold(due):
        yield Notice(
            at=label,
            required="Xếp loại đúng với tổng điểm.",
            found=f"{said(total.value)} điểm là “{due}”, đang ghi “{label.value}”.",
            mend=f"Chọn “{due}”, hoặc sửa điểm.",
        )


RULES = (
    Rule(
        id="M5",
        requires="Kỳ họp kết thúc sau khi bắt đầu, đúng thời lượng đã ghi và đủ thời lượng tối thiểu.",
        judge=duration,
        needs=(("starts", "ends"),),
        parameters={
            "starts": Parameter(Kind.CLOCK, "giờ bắt đầu"),
            "ends": Parameter(Kind.CLOCK, "giờ kết thúc"),
            "minutes": Parameter(Kind.FIGURE, "thời lượng đã ghi, phút"),
            "members": Parameter(Kind.FIGURE, "số đảng viên của chi bộ"),
            "kind": Parameter(Kind.TEXT, "loại sinh hoạt; bất thường thì không xét thời lượng tối thiểu"),
        },
    ),
    Rule(
        id="M6",
        requires="Điểm tỷ lệ dự sinh hoạt đúng với tỷ lệ có mặt.",
        judge=attendance_score,
        needs=(("total", "present", "criteria", "scores"),),
        parameters={
            "total": Parameter(Kind.FIGURE, "tổng số được triệu tập"),
            "present": Parameter(Kind.FIGURE, "số có mặt"),
            "unexcused": Parameter(Kind.FIGURE, "số vắng không lý do"),
            "criteria": Parameter(Kind.TEXTS, "tên các tiêu chí trong bảng chấm"),
            "scores": Parameter(Kind.FIGURES, "điểm của các tiêu chí"),
        },
    ),
    Rule(
        id="M11",
        requires="Mỗi tháng có sinh hoạt thường kỳ, mỗi quý có sinh hoạt chuyên đề.",
        judge=regularity,
        needs=(("months",),),
        parameters={
            "months": Parameter(Kind.FIGURES, "tháng của từng kỳ họp, 1 đến 12"),
            "kinds": Parameter(Kind.TEXTS, "loại của từng kỳ họp"),
            "year": Parameter(Kind.FIGURE, "năm báo cáo"),
            "until": Parameter(Kind.DAY, "ngày báo cáo: chỉ xét các tháng trước tháng này của cùng năm"),
        },
    ),
    Rule(
        id="M12",
        requires="Tài liệu đăng trước kỳ họp, nghị quyết ban hành đúng hạn sau kỳ họp.",
        judge=deadlines,
        needs=(("meeting", "posted"), ("meeting", "issued")),
        parameters={
            "meeting": Parameter(Kind.DAY, "ngày họp"),
            "posted": Parameter(Kind.DAY, "ngày đăng tài liệu"),
            "issued": Parameter(Kind.DAY, "ngày ban hành, báo cáo"),
        },
    ),
    Rule(
        id="M13",
        requires="Điểm không vượt tối đa, tổng điểm bằng các điểm cộng lại, xếp loại đúng thang.",
        judge=quality,
        needs=(("scores", "maxima"), ("scores", "total")),
        parameters={
            "scores": Parameter(Kind.FIGURES, "điểm của các tiêu chí"),
            "maxima": Parameter(Kind.FIGURES, "điểm tối đa của các tiêu chí"),
            "total": Parameter(Kind.FIGURE, "tổng điểm"),
            "label": Parameter(Kind.TEXT, "xếp loại"),
        },
    ),
)
