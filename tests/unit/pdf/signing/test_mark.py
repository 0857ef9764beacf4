"""The mark says who and when in letters that its font has, on few lines."""

from datetime import UTC, datetime

from service.pdf.signing.mark import WIDTHS, Pen, words_of

WHEN = datetime(2026, 2, 5, 10, 5, 9, tzinfo=UTC)


def test_the_moment_is_that_of_vietnam_with_its_zone():
    words = words_of("Nguyễn Văn An", "Chi bộ ấp Mỹ Thọ", WHEN)
    assert words.lines == (
        "Ký bởi: Nguyễn Văn An",
        "Cơ quan: Chi bộ ấp Mỹ Thọ",
        "Thời gian ký: 05/02/2026 17:05:09 +07:00",
    )
    assert words.said.startswith("Chữ ký số. Ký bởi: Nguyễn Văn An. ")


def test_an_organ_that_its_name_says_is_not_said_twice():
    assert len(words_of("VĂN PHÒNG ĐẢNG ỦY PHƯỜNG MỸ THỌ", "Đảng ủy phường Mỹ Thọ", WHEN).lines) == 2


def test_every_vietnamese_letter_is_written_and_a_foreign_one_nearly():
    pen = Pen()
    assert pen.lines(words_of("Đặng Thị Thuỳ Trâm – “ỹ Ỵ ẵ ợ ử”", "", WHEN))[0].endswith("“ỹ Ỵ ẵ ợ ử”")
    assert "Muller ?" in pen.lines(words_of("Müller 漢", "", WHEN))[0]


def test_a_long_name_stays_on_few_lines():
    pen = Pen()
    lines = pen.lines(words_of("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG " * 3, "", WHEN))
    assert len(lines) <= 3
    assert max(map(pen.width, lines)) <= WIDTHS[-1]
