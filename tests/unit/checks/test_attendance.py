"""Who came and who was away: the softer and harder cases of M2 and M4."""

import pytest

from tests.builders_checks import found, told

ABSENT = {
    "vang": [
        {"ho_ten": "Huỳnh Văn Sang", "co_ly_do": True, "ly_do": "ốm"},
        {"ho_ten": "Phan Hoàng Nam", "co_ly_do": False, "ly_do": ""},
    ],
    "chu_tri": "Trần Văn Hậu",
    "thu_ky": "Lê Thị Cẩm Tú",
    "y_kien": [{"ho_ten": "Võ Thị Kim Loan"}],
}
REASONS = {"rule": "M2", "excused": "vang[].co_ly_do", "reasons": "vang[].ly_do"}
LISTS = {
    "rule": "M4",
    "absent": "vang[].ho_ten",
    "present": ["chu_tri", "thu_ky", "y_kien[].ho_ten"],
    "chair": "chu_tri",
    "secretary": "thu_ky",
}


def away(*rows):
    return {**ABSENT, "vang": [dict(zip(("ho_ten", "co_ly_do", "ly_do"), row, strict=True)) for row in rows]}


def test_an_absence_with_a_reason_tells_it() -> None:
    assert told(REASONS, ABSENT) == []
    values = away(("Huỳnh Văn Sang", True, "ốm"), ("Đặng Thị Mỹ Duyên", True, ""))
    assert told(REASONS, values) == ["E /vang/1/ly_do Dòng 2: vắng có lý do nhưng chưa ghi lý do."]


def test_a_reason_beside_an_absence_without_one_is_the_softer_case() -> None:
    values = away(("Huỳnh Văn Sang", False, "ốm"))
    assert told(REASONS, values) == ["W /vang/0/ly_do Dòng 1: vắng không có lý do nhưng ghi “ốm”."]


def test_reasons_alone_are_all_wanted() -> None:
    values = {"vang": [{"ly_do": "ốm"}, {"ly_do": ""}]}
    assert told({"rule": "M2", "reasons": "vang[].ly_do"}, values) == [
        "E /vang/1/ly_do Dòng 2: vắng có lý do nhưng chưa ghi lý do."
    ]


def test_lists_that_agree_are_left_alone() -> None:
    assert told(LISTS, ABSENT) == []


def test_half_of_a_pair_is_held_against_nothing() -> None:
    for half in ({"listed": "len(vang)"}, {"count": "so"}, {"chair": "chu_tri"}, {"secretary": "thu_ky"}):
        assert told({"rule": "M4", "absent": "vang[].ho_ten", **half}, ABSENT | {"so": 1}) == []


@pytest.mark.parametrize("name", ["Lê Thị Cẩm Tú", "lê thị cẩm tú", "Lê  Thị Cẩm Tú"])
def test_nobody_is_present_and_absent(name: str) -> None:
    values = away((name, True, "ốm"))
    assert told(LISTS, values) == [
        "E /thu_ky Lê Thị Cẩm Tú ghi ở “Thu ky” nhưng cũng có trong danh sách vắng."
    ]


def test_a_speaker_was_there() -> None:
    values = {**away(("Võ Thị Kim Loan", False, "")), "thu_ky": "Lê Thị Cẩm Tú"}
    assert [f.pointer for f in found(LISTS, values)] == ["/y_kien/0/ho_ten"]


def test_the_chair_does_not_write_the_minutes() -> None:
    assert told(LISTS, {**ABSENT, "thu_ky": "Trần Văn Hậu"}) == [
        "E /thu_ky Trần Văn Hậu vừa chủ trì vừa làm thư ký."
    ]


def test_a_name_twice_is_the_softer_case_for_two_may_bear_it() -> None:
    values = away(("Lê Hòa", True, "ốm"), ("Lê Hoà", True, "bận"))
    assert told(LISTS, values) == ["W /vang/1/ho_ten Lê Hoà có tên ở dòng 1 và dòng 2."]


def test_a_list_left_empty_is_the_softer_case() -> None:
    table = {"rule": "M4", "count": "so_vang", "listed": "len(vang)"}
    like = {"so_vang": 2, "vang": [{"ho_ten": "An"}]}
    assert told(table, {"so_vang": 2, "vang": []}, like=like) == [
        "W /vang “So vang” ghi 02, danh sách có 0, lệch 2."
    ]
    assert told(table, {"so_vang": 0, "vang": []}, like=like) == []


def test_names_left_blank_are_no_names() -> None:
    assert told(LISTS, {**away(("", True, "ốm"), ("", True, "bận")), "chu_tri": "", "thu_ky": ""}) == []
