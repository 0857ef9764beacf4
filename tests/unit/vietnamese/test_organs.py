"""Names of organisations: the kind once, the proper name on one line, nothing else of the name touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese.organs import keep_name_together, with_kind, without_kind


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("Ấp Mỹ Thạnh", "Chi bộ ấp Mỹ Thạnh"),
        ("ấp Mỹ Thạnh", "Chi bộ ấp Mỹ Thạnh"),
        ("Chi bộ ấp Mỹ Thạnh", "Chi bộ ấp Mỹ Thạnh"),
        ("chi bộ  Khu phố 3", "Chi bộ khu phố 3"),
        ("CHI BỘ: Tổ dân phố số 5", "Chi bộ tổ dân phố số 5"),
        ("Trường Tiểu học Phú Lâm", "Chi bộ Trường Tiểu học Phú Lâm"),
        ("Xãhội học", "Chi bộ Xãhội học"),
        ("ẤP MỸ THẠNH", "Chi bộ ẤP MỸ THẠNH"),
        ("Chi bộ", "Chi bộ Chi bộ"),
        ("", ""),
    ],
)
def test_the_kind_stands_in_front_once(typed: str, whole: str):
    assert with_kind(typed, "Chi bộ") == whole


@pytest.mark.parametrize(
    ("typed", "bare"),
    [("Đảng bộ xã Mỹ Thọ", "xã Mỹ Thọ"), ("ĐẢNG BỘ: xã Mỹ Thọ", "xã Mỹ Thọ"), ("Xã Mỹ Thọ", "Xã Mỹ Thọ")],
)
def test_the_kind_is_left_out_where_the_form_prints_it(typed: str, bare: str):
    assert without_kind(typed, "Đảng bộ") == bare


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("Chi bộ thôn Bình Sơn Thượng", "Chi bộ thôn Bình~Sơn~Thượng"),
        ("Chi bộ ấp 3", "Chi bộ ấp 3"),
        ("Trung học cơ sở Nguyễn Đình Chiểu", "Trung học cơ sở Nguyễn~Đình~Chiểu"),
        (
            "Đảng bộ Đặc khu Phú Quốc Dương Đông An Thới Cửa Cạn",
            "Đảng bộ Đặc khu Phú Quốc Dương Đông~An~Thới~Cửa~Cạn",
        ),
        ("CHI BỘ ẤP MỸ THẠNH", "CHI BỘ ẤP MỸ THẠNH"),
        ("Mỹ", "Mỹ"),
        ("", ""),
    ],
)
def test_a_proper_name_breaks_over_no_line(name: str, held: str):
    assert keep_name_together(name) == held.replace("~", "\u00a0")


@given(st.text(alphabet="aĂbĐ đ. 3", max_size=60))
def test_only_spaces_change_and_naming_twice_is_naming_once(name: str):
    assert keep_name_together(name).replace("\u00a0", " ") == name
    assert with_kind(with_kind(name, "Chi bộ"), "Chi bộ") == with_kind(name, "Chi bộ")
