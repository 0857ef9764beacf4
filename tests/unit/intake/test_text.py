import pytest

from service.errors import UnreadableInput
from service.intake.text import decode, decode_old
from service.vietnamese.legacy import Encoding, encode

TEXT = "Họ và tên,Điểm\nNguyễn Thị Ước,8\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"],
)
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    assert decode((TEXT * 5).encode(encoding)) == TEXT * 5


@pytest.mark.parametrize("data", [b"Ho ten\n\xe3o", b"Ho ten\nNguy\xd4n Th\xde \xa7\xe7", b"\n\xff\xd8\xff"])
def test_other_encodings_are_refused_with_the_line_and_what_to_do(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"từ dòng 2.*CSV UTF-8"):
        decode(data)


def test_binary_files_are_refused() -> None:
    with pytest.raises(UnreadableInput, match="NUL"):
        decode(b"a,b\n1,\x00\n")
    with pytest.raises(UnreadableInput, match="NUL"):
        decode(b"a\x00\x00\x00\x00\x00b" * 100)
    with pytest.raises(UnreadableInput):
        decode(b"\xff\xfea\x00\x00\xd8")


def test_a_file_of_windows_1258_is_believed_for_its_words_and_refused_for_control_characters() -> None:
    stored = encode(TEXT, Encoding.CP1258)
    assert decode_old(stored.encode("cp1258"), "") == (TEXT, Encoding.CP1258)
    with pytest.raises(UnreadableInput, match=r"ký tự điều khiển \(vị trí 5\)"):
        decode_old(f"abc \x01 {stored}".encode("cp1258"), "")


@pytest.mark.parametrize("said", ["", "unicode"])
def test_too_few_words_tell_no_old_encoding(said: str) -> None:
    for data in (b"Ho ten\nan \xa7 5\n", "Ho ten\nHà\n".encode("cp1258")):
        with pytest.raises(UnreadableInput, match="từ dòng 2"):
            decode_old(data, said)
