import pytest

from service.errors import UnreadableInput
from service.intake.text import decode

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
