import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese.legacy import (
    TO_TCVN3,
    TO_VNI,
    Encoding,
    decode,
    encode,
    is_capital_font,
    is_vietnamese,
    of_font,
    recognise,
    suspect,
)

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = [unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in TONES] + ["đ"]
SMALL = [c for c in LETTERS if not c.isascii()]
BOTH_CASES = SMALL + [c.upper() for c in SMALL]
PLAIN = "bcdghklmnpqrstvx"
WORDS = "chi bộ đảng viên nghị quyết thường vụ ủy phường xã ấp khóm nguyễn trần lê phạm võ đỗ tư tưởng hồ chí minh"
TEXT = (
    "Nghị quyết của Đảng bộ xã về xây dựng tổ chức trong sạch, vững mạnh; đảng viên gương mẫu thực hiện nhiệm vụ "
    "được giao, giữ vững đoàn kết, đấu tranh phòng, chống tham nhũng, lãng phí"
)


def test_every_letter_of_the_alphabet_is_in_both_tables() -> None:
    assert set(SMALL) <= TO_TCVN3.keys()
    assert set(BOTH_CASES) <= TO_VNI.keys()
    assert len(set(TO_TCVN3.values())) == len(TO_TCVN3)
    assert len(set(TO_VNI.values())) == len(TO_VNI)


def test_the_table_of_tcvn3_is_that_of_the_standard() -> None:
    letters = list(TO_TCVN3)
    codes = "\n".join(TO_TCVN3[c] for c in letters).encode("latin-1")
    command = ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"]
    told = subprocess.run(command, input=codes, capture_output=True, check=True).stdout.decode()
    assert unicodedata.normalize("NFC", told).split("\n") == letters


# The tables of the npm package vietnamese-conversion 1.x (duydev, src/charsets.ts), small letters in its own order; it
# was made apart from iconv and from the fonts' own documents. Its row of ư in TCVN3 is the soft hyphen.
OTHERS = (
    "à á â ã è é ê ì í ò ó ô õ ù ú ý ă đ ĩ ũ ơ ư ạ ả ấ ầ ẩ ẫ ậ ắ ằ ẳ ẵ ặ ẹ ẻ ẽ ế ề ể ễ ệ ỉ ị ọ ỏ ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ ụ "
    "ủ ứ ừ ử ữ ự ỳ ỵ ỷ ỹ"
)
IN_VNI = (
    "aø aù aâ aõ eø eù eâ ì í oø où oâ oõ uø uù yù aê ñ ó uõ ô ö aï aû aá aà aå aã aä aé aè aú aü aë eï eû eõ eá eà "
    "eå eã eä æ ò oï oû oá oà oå oã oä ôù ôø ôû ôõ ôï uï uû öù öø öû öõ öï yø î yû yõ"
)
IN_TCVN3 = (
    "µ ¸ © · Ì Ð ª × Ý ß ã « â ï ó ý ¨ ® Ü ò ¬ \u00ad ¹ ¶ Ê Ç È É Ë ¾ » ¼ ½ Æ Ñ Î Ï Õ Ò Ó Ô Ö Ø Þ ä á è å æ ç é í ê ë "
    "ì î ô ñ ø õ ö ÷ ù ú þ û ü"
)


def test_both_tables_are_those_of_an_independent_converter_in_both_cases() -> None:
    letters, vni, tcvn3 = OTHERS.split(), IN_VNI.split(), IN_TCVN3.split(" ")
    assert set(letters) == set(SMALL)
    assert dict(zip(letters, vni, strict=True)) == {c: TO_VNI[c] for c in letters}
    capitals = {c.upper(): code.upper() for c, code in zip(letters, vni, strict=True)}
    assert capitals == {c: TO_VNI[c] for c in capitals}
    assert dict(zip(letters, tcvn3, strict=True)) == {c: TO_TCVN3[c] for c in letters}
    for letter, code in zip(letters, tcvn3, strict=True):
        assert decode(f"x{code}m, {code}", Encoding.TCVN3) == f"x{letter}m, {letter}"
        assert decode(f"{code}m", Encoding.TCVN3, capitals=True) == f"{letter.upper()}M"
    for letter, code in {**dict(zip(letters, vni, strict=True)), **capitals}.items():
        assert decode(f"x{code} {code}n", Encoding.VNI) == f"x{letter} {letter}n"


@given(st.text("".join(SMALL) + PLAIN + " ,.-"))
def test_small_letters_come_back_from_tcvn3(text: str) -> None:
    assert decode(encode(text, Encoding.TCVN3), Encoding.TCVN3) == text


@given(st.text("".join(BOTH_CASES) + PLAIN + PLAIN.upper() + " ,.-"))
def test_capitals_come_back_from_the_capital_font_of_tcvn3(text: str) -> None:
    assert decode(encode(text, Encoding.TCVN3), Encoding.TCVN3, capitals=True) == text.upper()


@given(st.lists(st.sampled_from([*BOTH_CASES, *PLAIN, *PLAIN.upper(), " ", ", ", "12"])).map("".join))
def test_both_cases_come_back_from_vni(text: str) -> None:
    assert decode(encode(text, Encoding.VNI), Encoding.VNI) == text


@given(st.text("".join(BOTH_CASES) + PLAIN + PLAIN.upper() + "AEIOUYaeiouy ,.-"))
def test_both_cases_come_back_from_the_bytes_of_windows_1258(text: str) -> None:
    stored = encode(text, Encoding.CP1258).encode("cp1258").decode("cp1258")
    assert decode(stored, Encoding.CP1258) == text


@given(st.lists(st.tuples(st.sampled_from(WORDS.split()), st.sampled_from(list(Encoding)[:2])), min_size=1))
def test_cells_of_mixed_text_come_back_run_by_run(runs: list[tuple[str, Encoding]]) -> None:
    assert " ".join(decode(encode(word, e), e) for word, e in runs) == " ".join(word for word, _ in runs)


@pytest.mark.parametrize(
    ("stored", "encoding", "meant"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", Encoding.TCVN3, "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Uû ban nh©n d©n", Encoding.TCVN3, "Uỷ ban nhân dân"),
        ("§¶NG Uû X· HµM T¢N", Encoding.TCVN3, "ĐẢNG UỶ XÃ HÀM TÂN"),
        ("Hµ", Encoding.TCVN3, "Hà"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", Encoding.VNI, "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("ÑAÛNG UÛY XAÕ MYÕ THOÏ", Encoding.VNI, "ĐẢNG ỦY XÃ MỸ THỌ"),
        ("Aùnh Öôùc", Encoding.VNI, "Ánh Ước"),
    ],
)
def test_text_as_it_is_found_in_old_files(stored: str, encoding: Encoding, meant: str) -> None:
    assert decode(stored, encoding) == meant


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_a_sentence_is_recognised_by_its_letters(encoding: Encoding) -> None:
    assert recognise(encode(TEXT, encoding)) is encoding
    assert decode(encode(TEXT, encoding), encoding) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        unicodedata.normalize("NFD", TEXT),
        "Nguyễn Thị Út, Lê Lộc, Hà Nội, Thừa Thiên – Huế",
        "Le café à la crème où José a déjà mangé; Müller, Ångström, Citroën, ½, 25 m², 30°C, § 5, 3 × 4",
        "An Binh, Hoang, plain ASCII only",
        "",
    ],
)
def test_what_is_good_already_is_left_alone(text: str) -> None:
    assert recognise(text) is None
    assert suspect(text) is None


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1).map(" ".join))
def test_vietnamese_in_unicode_is_never_taken_for_something_else(text: str) -> None:
    assert recognise(text) is None
    assert suspect(text) is None
    assert is_vietnamese(text) == (not text.isascii())


def test_a_name_alone_is_enough_to_ask_and_too_little_to_convert() -> None:
    name = encode("Nguyễn Thị Đỗ Quyên", Encoding.TCVN3)
    assert (recognise(name), suspect(name)) == (None, Encoding.TCVN3)


def test_a_word_that_both_read_decides_nothing() -> None:
    assert suspect("chuû") is None


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", Encoding.TCVN3, False),
        (".VnTimeH", Encoding.TCVN3, True),
        (".VNARIALH", Encoding.TCVN3, True),
        (" .VnArial NarrowH", Encoding.TCVN3, True),
        ("VNI-Times", Encoding.VNI, False),
        ("VNI Helve", Encoding.VNI, False),
        ("Times New Roman", None, False),
        ("UVN Bach", None, False),
        ("", None, False),
    ],
)
def test_fonts_say_the_encoding(font: str, encoding: Encoding | None, capitals: bool) -> None:
    assert (of_font(font), is_capital_font(font)) == (encoding, capitals)


def test_encodings_have_names_for_the_reader() -> None:
    assert [e.label for e in Encoding] == ["TCVN3 (ABC)", "VNI", "windows-1258"]
