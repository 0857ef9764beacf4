"""Who was called to a meeting, who came and who was away: rules M1 to M4. Pure functions."""

from collections.abc import Iterator

from service.checks.case import Case, Figure, Figures, Flags, Notice, Text, Texts
from service.checks.figures import difference, said, unequal
from service.checks.rule import Kind, Parameter, Rule
from service.vietnamese.names import sort_key


def attendance(case: Case, *, total: Figure, present: Figure, absent: Figures) -> Iterator[Notice]:
    """M1: present and absent add up to those called."""
    yield from unequal(total, [present, *absent], "có mặt cộng vắng")


def absence(
    case: Case, *, absent: Figure | None, parts: Figures, excused: Flags, reasons: Texts
) -> Iterator[Notice]:
    """M2: absent with and without reason add up; each absence with a reason tells it."""
    if absent is not None and parts:
        yield from unequal(absent, parts, "có lý do cộng không lý do")
    flags = [f.value for f in excused] or [True] * len(reasons)
    for has_reason, reason in zip(flags, reasons, strict=False):
        if has_reason and not reason.value.strip():
            yield Notice(
                at=reason,
                required="Mỗi người vắng có lý do phải ghi lý do.",
                found=f"Dòng {reason.row or 1}: vắng có lý do nhưng chưa ghi lý do.",
                mend="Ghi lý do, hoặc chuyển sang vắng không có lý do.",
            )
        elif not has_reason and reason.value.strip():
            yield Notice(
                at=reason,
                required="Người vắng không có lý do thì không ghi lý do.",
                found=f"Dòng {reason.row or 1}: vắng không có lý do nhưng ghi “{reason.value[:60]}”.",
                mend="Chuyển sang vắng có lý do, hoặc bỏ phần lý do.",
                lesser=True,
            )


def members(case: Case, *, total: Figure, official: Figure, probationary: Figure) -> Iterator[Notice]:
    """M3: full and probationary members add up to all."""
    yield from unequal(total, [official, probationary], "chính thức cộng dự bị")


def lists(  # noqa: PLR0913 - what the package names, all by keyword
    case: Case,
    *,
    count: Figure | None,
    listed: Figure | None,
    absent: Texts,
    present: Texts,
    chair: Text | None,
    secretary: Text | None,
) -> Iterator[Notice]:
    """M4: lists are as long as counted; no name twice; nobody both present and absent; chair is not secretary."""
    if count is not None and listed is not None and count.value != listed.value:
        gap = difference(count.value, listed.value)
        yield Notice(
            at=listed,
            required=f"Danh sách có đúng số người đã ghi ở “{count.name}”.",
            found=f"“{count.name}” ghi {said(count.value)}, danh sách có {said(listed.value)}, lệch {gap}.",
            mend="Bổ sung hoặc bớt tên trong danh sách, hoặc sửa lại con số.",
            lesser=not listed.value,  # many branches name nobody in the minutes
        )
    yield from _twice(absent)
    away = {sort_key(n.value) for n in absent if n.value}
    for name in present:
        if name.value and sort_key(name.value) in away:
            yield Notice(
                at=name,
                required="Không ai vừa có mặt vừa vắng mặt.",
                found=f"{name.value} ghi ở “{name.name}” nhưng cũng có trong danh sách vắng.",
                mend="Sửa danh sách vắng hoặc sửa tên ở đây; nếu hai người trùng tên thì bỏ qua, ghi rõ lý do.",
            )
    if chair and secretary and chair.value and sort_key(chair.value) == sort_key(secretary.value):
        yield Notice(
            at=secretary,
            required="Người chủ trì và thư ký là hai người.",
            found=f"{chair.value} vừa chủ trì vừa làm thư ký.",
            mend="Ghi đúng người làm thư ký.",
        )


def _twice(names: Texts) -> Iterator[Notice]:
    seen: dict[bytes, Text] = {}
    for name in names:
        key = sort_key(name.value)
        if name.value and key in seen:
            yield Notice(
                at=name,
                required="Mỗi người có tên một lần trong danh sách.",
                found=f"{name.value} có tên ở dòng {seen[key].row} và dòng {name.row}.",
                mend="Bỏ một dòng; nếu là hai người trùng tên thì giữ nguyên.",
                lesser=True,
            )
        seen.setdefault(key, name)


RULES = (
    Rule(
        id="M1",
        requires="Số có mặt cộng số vắng bằng tổng số được triệu tập.",
        judge=attendance,
        needs=(("total", "present", "absent"),),
        parameters={
            "total": Parameter(Kind.FIGURE, "tổng số được triệu tập, không tính người được miễn"),
            "present": Parameter(Kind.FIGURE, "số có mặt"),
            "absent": Parameter(Kind.FIGURES, "số vắng, hoặc các số vắng theo loại"),
        },
    ),
    Rule(
        id="M2",
        requires="Số vắng bằng vắng có lý do cộng vắng không lý do; vắng có lý do thì ghi lý do.",
        judge=absence,
        needs=(("absent", "parts"), ("reasons",)),
        parameters={
            "absent": Parameter(Kind.FIGURE, "số vắng"),
            "parts": Parameter(Kind.FIGURES, "các số vắng theo loại"),
            "excused": Parameter(Kind.FLAGS, "ô “có lý do” của từng người vắng"),
            "reasons": Parameter(Kind.TEXTS, "ô lý do của từng người vắng"),
        },
    ),
    Rule(
        id="M3",
        requires="Tổng số đảng viên bằng chính thức cộng dự bị.",
        judge=members,
        needs=(("total", "official", "probationary"),),
        parameters={
            "total": Parameter(Kind.FIGURE, "tổng số đảng viên"),
            "official": Parameter(Kind.FIGURE, "đảng viên chính thức"),
            "probationary": Parameter(Kind.FIGURE, "đảng viên dự bị"),
        },
    ),
    Rule(
        id="M4",
        requires="Danh sách đủ số người, không trùng tên; người có mặt không nằm trong danh sách vắng.",
        judge=lists,
        needs=(("count", "listed"), ("absent",), ("chair", "secretary")),
        parameters={
            "count": Parameter(Kind.FIGURE, "số người đã ghi"),
            "listed": Parameter(Kind.FIGURE, "số dòng của danh sách, ví dụ len(vang)"),
            "absent": Parameter(Kind.TEXTS, "họ tên những người vắng"),
            "present": Parameter(
                Kind.TEXTS, "họ tên những người chắc chắn có mặt: chủ trì, thư ký, người phát biểu"
            ),
            "chair": Parameter(Kind.TEXT, "họ tên người chủ trì"),
            "secretary": Parameter(Kind.TEXT, "họ tên thư ký"),
        },
    ),
)
