from service.intake.look import height_of, note_of, width_of
from service.intake.plan import plan_of
from tests.builders_forms import a_form

COLUMNS = {
    c.field.name: c
    for c in plan_of(
        a_form(
            {
                "ten": {"type": "string", "title": "Tên", "description": "Như giấy tờ.", "examples": ["An"]},
                "cap": {"type": "string", "title": "Cấp", "enum": ["xã", "tỉnh"], "default": "xã"},
                "ngay": {"type": "string", "title": "Ngày", "format": "vn-date", "examples": ["19/5/1985"]},
                "noi_dung": {"type": "string", "title": "Nội dung", "format": "text", "default": "a" * 500},
                "dung": {"type": "boolean", "title": "Đúng"},
                "so": {
                    "type": "integer",
                    "title": "Số lượng được triệu tập trong năm báo cáo",
                    "examples": [5631],
                },
                "ma": {"type": "string", "title": "Mã", "maxLength": 4},
            },
            ("ten",),
        )
    ).main.columns
}


def test_a_note_says_what_is_required_how_it_is_written_and_an_example() -> None:
    assert note_of(COLUMNS["ten"]) == "Bắt buộc.\nNhư giấy tờ.\nVí dụ: An"
    assert note_of(COLUMNS["cap"]) == "Để trống thì lấy: xã\nChọn: xã; tỉnh."
    assert note_of(COLUMNS["ngay"]).endswith("ví dụ 05/02/2026.\nVí dụ: 19/5/1985")
    assert note_of(COLUMNS["dung"]) == "Không bắt buộc.\nChọn Có hoặc Không."
    assert note_of(COLUMNS["so"]).endswith("Ghi số nguyên.\nVí dụ: 5631")
    assert "a" * 120 + "…" in note_of(COLUMNS["noi_dung"])


def test_columns_are_as_wide_as_their_kind_needs() -> None:
    widths = {name: width_of(column) for name, column in COLUMNS.items()}
    assert widths["noi_dung"] > widths["ten"] > widths["so"] > widths["cap"] > widths["ma"]


def test_rows_are_as_high_as_their_longest_text() -> None:
    one = height_of([("ngắn", 20)])
    assert height_of([("ngắn", 20), ("a\nb\nc", 20)]) == 3 * one
    assert height_of([("x" * 100, 20)]) >= 5 * one
    assert height_of([("x" * 100_000, 20)]) == 400
