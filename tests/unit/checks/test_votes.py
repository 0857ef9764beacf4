"""Votes, ballots and quorums at their bounds."""

import pytest

from tests.builders_checks import found, told

VOTERS = {"rule": "M7", "voters": "bieu_quyet", "official": "chinh_thuc", "present": "co_mat"}
MAJORITY = {
    "rule": "M8",
    "agree": "tan_thanh",
    "official": "chinh_thuc",
    "subject": "noi_dung",
    "only": "nghị quyết",
}
BALLOTS = {
    "rule": "M9",
    "issued": "phat_ra",
    "returned": "thu_ve",
    "valid": "hop_le",
    "invalid": "khong_hop_le",
    "options": ["a", "b", "c"],
}
BOX = {"phat_ra": 28, "thu_ve": 27, "hop_le": 26, "khong_hop_le": 1, "a": 20, "b": 5, "c": 1}


@pytest.mark.parametrize(
    ("voters", "official", "present", "says"),
    [
        (27, 28, 27, []),
        (28, 28, 30, []),
        (28, 28, 27, ["28 người biểu quyết, chỉ có 27 người có mặt."]),
        (29, 28, 30, ["29 người biểu quyết, chỉ có 28 đảng viên chính thức."]),
    ],
)
def test_only_full_members_who_are_present_vote(voters, official, present, says) -> None:
    values = {"bieu_quyet": voters, "chinh_thuc": official, "co_mat": present}
    assert [f.found for f in found(VOTERS, values)] == says


@pytest.mark.parametrize(
    ("agree", "official", "carried"), [(16, 30, True), (15, 30, False), (15, 29, True), (14, 29, False)]
)
def test_more_than_half_of_all_full_members_carry_a_resolution(agree, official, carried) -> None:
    values = {"tan_thanh": agree, "chinh_thuc": official, "noi_dung": "Thông qua Nghị quyết tháng 8"}
    assert (found(MAJORITY, values) == ()) == carried


def test_other_questions_may_be_voted_down() -> None:
    values = {"tan_thanh": 3, "chinh_thuc": 30, "noi_dung": "Tổ chức tham quan"}
    assert found(MAJORITY, values) == ()


def test_ballots_that_agree_are_left_alone() -> None:
    assert found(BALLOTS, BOX) == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"thu_ve": 29, "hop_le": 28, "a": 22}, ["Phát ra 28 phiếu, thu về 29 phiếu."]),
        ({"khong_hop_le": 2}, ["27 = 26 + 02: hợp lệ cộng không hợp lệ là 28, lệch 1."]),
        ({"c": 2}, ["26 = 20 + 05 + 02: cộng phiếu các phương án là 27, lệch 1."]),
        ({"phat_ra": 27}, []),
    ],
)
def test_ballots_add_up(change, says) -> None:
    assert [f.found for f in found(BALLOTS, {**BOX, **change})] == says


@pytest.mark.parametrize(
    ("occasion", "present", "enough"),
    [
        ("thường kỳ", 16, True),
        ("thường kỳ", 15, False),
        ("đại hội", 20, True),
        ("đại hội", 19, False),
        ("kết nạp", 20, True),
        ("kết nạp", 19, False),
    ],
)
def test_a_quorum_is_that_of_the_occasion(occasion, present, enough) -> None:
    table = {"rule": "M10", "total": "tong_so", "present": "co_mat", "occasion": occasion}
    findings = told(table, {"tong_so": 30, "co_mat": present})
    assert (findings == []) == enough
    assert all(f.startswith("W ") for f in findings)
