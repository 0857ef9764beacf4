"""The two ways of placing tones: each text goes over to the other and back, names and all else stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese.text import fold, nfc
from service.vietnamese.tones import place_tones

TYPED = """hoà hòa HOÀ Ủy UỶ khoẻ khỏe thuý thúy quý Quỳ hoàng ngoái khuyến tuỳ tùy của mùa giòa loè xoè Đoá xã 12"""
WORDS = st.sampled_from(TYPED.split())
TEXTS = st.lists(WORDS | st.text(max_size=5)).map(" ".join)


@given(TEXTS)
def test_a_text_goes_over_to_the_other_way_and_back(text: str):
    first, second = place_tones(text, "hòa"), place_tones(text, "hoà")
    assert place_tones(second, "ủy") == first
    assert place_tones(first, "uỷ") == second
    assert place_tones(first, "hòa") == first


@given(TEXTS)
def test_nothing_but_the_place_of_tones_is_changed(text: str):
    for like in ("hòa", "hoà"):
        placed = place_tones(text, like)
        assert fold(placed) == fold(text)
        assert sorted(unicodedata.normalize("NFD", placed)) == sorted(unicodedata.normalize("NFD", nfc(text)))


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("ĐẢNG UỶ XÃ HOÀ BÌNH", "ĐẢNG ỦY XÃ HÒA BÌNH", "ĐẢNG UỶ XÃ HOÀ BÌNH"),
        ("Khỏe, thuỷ; (loè)", "Khỏe, thủy; (lòe)", "Khoẻ, thuỷ; (loè)"),
        (
            "quý Hoàng, khuỷu, ngoái, của, ủng hộ",
            "quý Hoàng, khuỷu, ngoái, của, ủng hộ",
            "quý Hoàng, khuỷu, ngoái, của, ủng hộ",
        ),
    ],
)
def test_only_open_oa_oe_uy_have_two_ways(typed: str, first: str, second: str):
    assert place_tones(typed, "hòa") == first
    assert place_tones(typed, "hoà") == second


@pytest.mark.parametrize("like", ["", "hoa", "quý", "kiểu cũ", "hòa hoà"])
def test_a_sample_that_shows_neither_way_is_refused(like: str):
    with pytest.raises(ValueError, match="chữ mẫu"):
        place_tones("hòa", like)
