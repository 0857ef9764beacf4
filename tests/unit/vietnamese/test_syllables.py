import unicodedata

import pytest

from service.vietnamese.syllables import is_syllable

GOOD = """nghị quyết đảng viên giữ gìn giêng gì quốc quý quýt quỳnh khuya khuỷu thuở huơ ngoằn ngoèo xoáy hoà hòa uỷ ủy
ước ượt yên yêu y ý ạ ông ễnh kẻng nghiêng ghế gà ngà ngã cờ kỳ phượng thuế tuấn luật tuyển duyệt Quyên ĐẢNG Ước Y oái
loét oăm boong xuềnh xoàng quạ quẫy quặp khuếch"""
BAD = """NguyÔn ThÞ coäng hoøa céng héi quèc tèt nghóa ViÖt ka ce ghà nghà gế ngê tìc lảp hếch̀ zô fê wá bcd qô aã
strasse hoalê iêy ătn Müller José déjà où thiìng"""


@pytest.mark.parametrize("word", GOOD.replace("boong ", "").split())
def test_syllables_are_known_in_both_forms_and_cases(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", BAD.split())
def test_what_vietnamese_does_not_spell_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_names_from_other_languages_may_be_taken_too() -> None:
    assert not is_syllable("Pâ")
    assert is_syllable("Pâ", loose=True)


@pytest.mark.parametrize("word", ["aõ", "cuả", "qúy", "hoàì", "thuở́", "tìêp", "nghịêp", "huyên̉"])
def test_the_tone_stands_where_it_is_written(word: str) -> None:
    assert not is_syllable(word)


def test_the_case_of_letters_may_be_left_aside() -> None:
    assert not is_syllable("NộI")
    assert is_syllable("NộI", any_case=True)
