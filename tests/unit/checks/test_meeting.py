"""Length, score, regularity and deadlines of a meeting at their bounds."""

from dataclasses import replace

import pytest

from service.checks.rulefiles import our_rulebook
from tests.builders_checks import found, told

LENGTH = {
    "rule": "M5",
    "starts": "tu",
    "ends": "den",
    "members": "tong_so",
    "kind": "loai",
    "minutes": "phut",
}
SCORE = {
    "rule": "M6",
    "total": "tong_so",
    "present": "co_mat",
    "unexcused": "khong_ly_do",
    "criteria": "bang[].ten",
    "scores": "bang[].diem",
}


def length(until: str, members: int = 29, kind: str = "thường kỳ", **more: object):
    return found({k: v for k, v in LENGTH.items() if k != "minutes"}, meeting(until, members, kind), **more)


def meeting(until: str, members: int = 29, kind: str = "thường kỳ") -> dict[str, object]:
    return {"tu": "14:00", "den": until, "tong_so": members, "loai": kind}


@pytest.mark.parametrize(
    ("until", "members", "kind", "short", "score"),
    [
        ("15:30", 29, "thường kỳ", 0, ""),
        ("15:25", 29, "thường kỳ", 5, "04"),
        ("15:15", 29, "thường kỳ", 15, "04"),
        ("15:14", 29, "thường kỳ", 16, "03"),
        ("15:00", 29, "thường kỳ", 30, "03"),
        ("14:59", 29, "thường kỳ", 31, "02"),
        ("14:44", 29, "thường kỳ", 46, "01"),
        ("15:50", 30, "thường kỳ", 10, "04"),
        ("16:00", 30, "thường kỳ", 0, ""),
        ("15:50", 12, "thường kỳ kết hợp chuyên đề", 10, "04"),
        ("16:00", 12, "thường kỳ kết hợp chuyên đề", 0, ""),
        ("15:30", 12, "chuyên đề", 0, ""),
        ("14:20", 40, "bất thường", 0, ""),
    ],
)
def test_a_meeting_is_long_enough_for_its_size_and_kind(until, members, kind, short, score) -> None:
    findings = length(until, members, kind)
    assert [f.found.rpartition("thiếu ")[2] for f in findings] == ([f"{short} phút."] if short else [])
    assert all(f"được {score} điểm" in f.mend and f.severity == "W" for f in findings)


def test_an_office_may_ask_no_more_of_large_branches() -> None:
    book = our_rulebook()
    name = "long_meeting_members"
    other = replace(book, thresholds={**book.thresholds, name: replace(book.thresholds[name], value=0)})
    assert length("15:50", 30, book=other) == ()


@pytest.mark.parametrize("until", ["14:00", "13:59"])
def test_a_meeting_ends_after_it_began(until: str) -> None:
    assert [f.found for f in length(until)] == [f"Ghi từ 14:00 đến {until}."]


def test_the_minutes_said_are_those_between_the_hours() -> None:
    values = {**meeting("16:10"), "phut": 125}
    assert told(LENGTH, values) == ["W /phut Từ 14:00 đến 16:10 là 130 phút, ghi 125 phút."]
    assert told(LENGTH, {**values, "phut": 130}) == []


@pytest.mark.parametrize(
    ("present", "unexcused", "fitting"),
    [(27, 1, {1, 2}), (27, 0, {4, 5}), (26, 0, {3, 4}), (30, 0, {4, 5}), (22, 0, {2, 3}), (19, 0, {1, 2})],
)
def test_the_score_for_attendance_is_that_of_its_band_or_one_more(present, unexcused, fitting) -> None:
    for score in range(6):
        values = {
            "tong_so": 30,
            "co_mat": present,
            "khong_ly_do": unexcused,
            "bang": [{"ten": "Thời lượng", "diem": 5}, {"ten": "Tỷ lệ đảng viên dự", "diem": score}],
        }
        assert (found(SCORE, values) == ()) == (score in fitting), score


def test_an_attendance_score_that_is_not_there_is_not_asked_for() -> None:
    values = {"tong_so": 30, "co_mat": 20, "khong_ly_do": 0, "bang": [{"ten": "Thời lượng", "diem": 5}]}
    assert found(SCORE, values) == ()


REGULAR = {"rule": "M11", "months": "ky[].thang", "year": "nam", "until": "ngay"}


@pytest.mark.parametrize(
    ("day", "held", "missing"),
    [
        ("2026-12-18", 11, []),
        ("2026-12-18", 10, ["11"]),
        ("2027-01-05", 11, ["12"]),
        ("2027-01-05", 12, []),
        ("2026-07-10", 6, []),
    ],
)
def test_months_up_to_the_report_are_judged(day: str, held: int, missing: list[str]) -> None:
    values = {"nam": 2026, "ngay": day, "ky": [{"thang": m} for m in range(1, held + 1)]}
    said = [f"Chưa có kỳ sinh hoạt thường kỳ của tháng {', '.join(missing)}."] if missing else []
    assert [f.found for f in found(REGULAR, values)] == said


def test_every_quarter_has_a_topical_meeting() -> None:
    rows = [{"thang": m, "loai": "thường kỳ"} for m in range(1, 13)]
    rows += [{"thang": m, "loai": "chuyên đề"} for m in (2, 5, 11)]
    assert told({"rule": "M11", "months": "ky[].thang", "kinds": "ky[].loai"}, {"ky": rows}) == [
        "W /ky/14/loai Chưa có sinh hoạt chuyên đề trong quý 3."
    ]


def test_papers_are_posted_the_day_before() -> None:
    table = {"rule": "M12", "meeting": "hop", "posted": "dang"}
    assert found(table, {"hop": "2026-08-05", "dang": "2026-08-04"}) == ()
    assert told(table, {"hop": "2026-08-05", "dang": "2026-08-05"}) == [
        "W /dang Họp ngày 05/8/2026, đăng tài liệu ngày 05/8/2026."
    ]


QUALITY = {
    "rule": "M13",
    "scores": "bang[].diem",
    "maxima": "bang[].toi_da",
    "total": "tong",
    "label": "xep_loai",
}


def sheet(*scores: float, label: str, most: tuple[float, ...] = (40.0, 60.0)) -> dict[str, object]:
    rows = [
        {"ten": str(n), "toi_da": m, "diem": s} for n, (s, m) in enumerate(zip(scores, most, strict=True))
    ]
    return {"bang": rows, "tong": sum(scores), "xep_loai": label}


@pytest.mark.parametrize(
    ("total", "label"),
    [(90.0, "Tốt"), (89.5, "Khá"), (70.0, "Khá"), (69.5, "Trung bình"), (50.0, "Trung bình"), (49.5, "Kém")],
)
def test_the_label_is_that_of_the_total(total: float, label: str) -> None:
    for given in ("Tốt", "Khá", "Trung bình", "Kém"):
        assert (found(QUALITY, sheet(30.0, total - 30.0, label=given)) == ()) == (given == label)


def test_no_score_passes_its_maximum() -> None:
    assert told(QUALITY, sheet(41.0, 50.0, label="Tốt")) == [
        "E /bang/0/diem Diem (dòng 1): 41 điểm, tối đa 40 điểm."
    ]


def test_maxima_that_are_not_a_hundred_are_the_softer_case() -> None:
    assert told(QUALITY, sheet(40.0, 50.0, label="Tốt", most=(40.0, 50.0))) == [
        "W /bang/0/toi_da Cộng lại là 90, lệch 10."
    ]
