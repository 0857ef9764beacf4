"""What a finished paper says is held against the rules D and T, at its place: mistakes planted one by one."""

import pytest

from service.checks.rulefiles import load_rulebook
from tests.builders_papers import LINES, STATE, a_paper, judged, told
from tests.cases_papers import NEW_DAY, OLD_DAY, with_body

BODY = LINES["body"]
TABLE = (
    ("TT", "Tổ đảng", "Tổng số", "Có mặt", "Tỷ lệ"),
    ("1", "Tổ 1", "10", "9", "90,0%"),
    ("2", "Tổ 2", "12", "11", "91,7%"),
    ("3", "Tổ 3", "8", "7", "87,5%"),
    ("", "Tổng cộng", "30", "27", "90,0%"),
)

PLANTED = {
    "colon": ({"number": "Số: 05-NQ/CB"}, "D3 Đang ghi “Số: 05-NQ/CB”."),
    "no zero": ({"number": "Số 5-NQ/CB"}, "D3 Đang ghi “Số 5-NQ/CB”."),
    "state order": ({"number": "Số 05/NQ-CB"}, "D3 Đang ghi “Số 05/NQ-CB”."),
    "ten needs no zero": ({"number": "Số 10-NQ/CB"}, None),
    "state without colon": ({**STATE, "number": "Số 05/QĐ-UBND"}, "D3 Đang ghi “Số 05/QĐ-UBND”."),
    "day not padded": (
        {"place_date": "Mỹ Thọ, ngày 5 tháng 8 năm 2026"},
        "D4 Đang ghi “ngày 5 tháng 8 năm 2026”.",
    ),
    "month padded": (
        {"place_date": "Mỹ Thọ, ngày 05 tháng 08 năm 2026"},
        "D4 Đang ghi “ngày 05 tháng 08 năm 2026”.",
    ),
    "march is not padded": ({"place_date": "Mỹ Thọ, ngày 09 tháng 9 năm 2026"}, None),
    "no such day": (with_body("Hoàn thành trước ngày 31/9/2026."), "D5 “ngày 31/9/2026”: tháng 9 có 30 ngày."),
    "leap day": (with_body("Hoàn thành trước ngày 29/02/2028."), None),
    "wrong weekday": (
        with_body("Họp vào thứ Hai, ngày 05/8/2026."),
        "D5 “thứ Hai, ngày 05/8/2026”: ngày đó là thứ Tư.",
    ),
    "cited from the future": (
        with_body("Thực hiện Nghị quyết số 12-NQ/ĐU, ngày 05/9/2026 của Đảng ủy."),
        "D6 “12-NQ/ĐU, ngày 05/9/2026” sau ngày văn bản 05/8/2026.",
    ),
    "replaced": (
        with_body("Căn cứ Quy định số 124-QĐ/TW của Bộ Chính trị."),
        "D8 Viện dẫn 124-QĐ/TW (kiểm điểm và đánh giá, xếp loại chất lượng), từ ngày 30/8/2025 đã có văn bản thay thế.",
    ),
    "said to be replaced": (with_body("Trước đây thực hiện Quy định số 124-QĐ/TW của Bộ Chính trị."), None),
    "not a branch's to issue": (
        {"kind": "CHỈ THỊ", "number": "Số 05-CT/CB"},
        "D9 CHI BỘ ẤP MỸ THẠNH ban hành chỉ thị.",
    ),
    "the State's heading": (
        {"title": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
        "D10 Có “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM” trong văn bản theo 05-HD/VPTW.",
    ),
    "both headings": (
        {"motto": "Độc lập – Tự do – Hạnh phúc"},
        "D10 Có “Độc lập - Tự do - Hạnh phúc” trong văn bản theo 05-HD/VPTW.",
    ),
    "the State's authority": ({"authority": "TM. CHI BỘ"}, "D11 Đang ghi “TM. CHI BỘ”."),
    "signed for a body": ({"authority": "K/T CHI BỘ"}, "D11 Đang ghi “K/T CHI BỘ”."),
    "the board instead of the branch": ({"authority": "T/M CHI ỦY"}, "D11 Đang ghi “T/M CHI ỦY”."),
    "a district that is gone": (
        with_body("Báo cáo Huyện ủy Kế Sách trước ngày 20/8/2026."),
        "D12 Có “Huyện ủy” trong văn bản ngày 05/8/2026.",
    ),
    "a district in its time": (
        {"place_date": "Kế Sách, ngày 30 tháng 6 năm 2025", "body": ("Báo cáo Huyện ủy Kế Sách.",),
         "recipients": ("- Huyện ủy (báo cáo),", "- Lưu Chi bộ.")},
        None,
    ),
    "a blank": (with_body("Tổng thu đảng phí là …… đồng."), "D13 Còn “……”."),
    "a line to write on": (with_body("Người thực hiện: ________"), "D13 Còn “________”."),
    "a tag": (with_body("Người thực hiện: {{ ho_ten }}."), "D13 Còn “{{ ho_ten }}”."),
    "two ways of writing ủy": (
        with_body("Đảng ủy xã và các chi uỷ phối hợp, Đảng ủy theo dõi."),
        "D13 Lẫn hai kiểu: “uỷ” (1 chỗ) và “ủy” (4 chỗ).",
    ),
    "two spaces": (with_body("Chi bộ  thống nhất."), "D13 Có hai khoảng trắng liền nhau: “bộ  thống”."),
    "a space before a sign": (with_body("Chi bộ thống nhất ."), "D13 Có khoảng trắng trước dấu câu: “nhất .”."),
    "another signs": (
        {"name": "Trần Văn Hậu"},
        "D14 Bí thư ký là Trần Văn Hậu, trong nội dung Bí thư là Nguyễn Thành Được.",
    ),
    "levels that do not add up": (
        with_body("Toàn tỉnh có 12.651 điển hình, trong đó cấp tỉnh 38, cấp huyện 4.403, cấp xã 8.570."),
        "T1 12.651 = 38 + 4.403 + 8.570: tổng các cấp là 13.011, lệch 360.",
    ),
    "cut instead of rounded": (
        with_body("Có 240/260 đồng chí đạt, chiếm 92,30%."),
        "T3 240/260 = 92,31%, đang ghi 92,30% (mới cắt bớt, chưa làm tròn).",
    ),
    "a wrong share": (with_body("Có 40/45 đồng chí đạt, chiếm 89,8%."), "T3 40/45 = 88,9%, đang ghi 89,8%."),
    "a right share": (with_body("Có 40/45 đồng chí đạt, chiếm 88,9%."), None),
    "a decimal point": (with_body("Tỷ lệ đạt 88.9%."), "T4 “88.9%” dùng dấu chấm cho số lẻ."),
    "all of them": (with_body("Có 46/46 chi bộ tham gia, đạt 99,9%."), "T7 46/46 là 100%, đang ghi 99,9%."),
    "words beside a number": (
        with_body("Số tiền 64 đồng (bằng chữ: sáu mươi lăm đồng)."),
        "T13 Bằng số 64, bằng chữ “sáu mươi lăm” là 65.",
    ),
    "attendance": (
        with_body("Tổng số đảng viên: 30 đồng chí; có mặt: 27 đồng chí; vắng: 02 đồng chí (có lý do 02)."),
        "M1 30 = 27 + 02: có mặt cộng vắng là 29, lệch 1.",
    ),
    "attendance as a list": (
        with_body("- Tổng số đảng viên: 30.", "- Có mặt: 28.", "- Vắng có lý do: 02.", "- Vắng không lý do: 01."),
        "M1 30 = 28 + 03: có mặt cộng vắng là 31, lệch 1.",
    ),
    "attendance of those called": (
        with_body("Tổng số đảng viên 31, miễn sinh hoạt 01; triệu tập 30, có mặt 27, vắng 03."),
        None,
    ),
    "present out of all": (with_body("Tổng số đồng chí trong chi bộ: 31. Có mặt 27/30; vắng 03."), None),
    "full and probationary": (
        with_body("Chi bộ hiện có 30 đồng chí (chính thức 28, dự bị 03)."),
        "M3 30 = 28 + 03: chính thức cộng dự bị là 31, lệch 1.",
    ),
    "members told twice": (
        with_body("Chi bộ có 30 đảng viên.", "Toàn Chi bộ có 31 đảng viên tham gia."),
        "T14 “Chi bộ có 30 đảng viên” ghi 30, “Chi bộ có 31 đảng viên” ghi 31, lệch 1.",
    ),
    "members of two days": (with_body("Đầu năm Chi bộ có 30 đảng viên.", "Cuối năm Chi bộ có 31 đảng viên."), None),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "says"), PLANTED.values(), ids=PLANTED)
def test_a_planted_mistake_is_found_and_nothing_else(lines, says) -> None:
    assert told(a_paper(**lines), "E", "W") == ([says] if says else [])


IN_HEADER = {name: case for name, case in PLANTED.items() if "body" not in case[0]}


@pytest.mark.parametrize(("lines", "says"), IN_HEADER.values(), ids=IN_HEADER)
def test_it_is_found_too_where_the_paper_is_typed_with_tabs_and_spaces(lines, says) -> None:
    assert told(a_paper(typed=True, **lines), "E", "W") == ([says] if says else [])


def test_the_signer_is_held_against_the_register_of_the_office(tmp_path) -> None:
    line = 'organ = "Chi bộ ấp Mỹ Thạnh"\npost = "Bí thư"\nname = "Lê Thị Cẩm Tú"\nstarts = 2026-08-05\n'
    (tmp_path / "chuc-vu.toml").write_text(f"[[holder]]\n{line}", "utf-8")
    found = told(a_paper(), "E", "W", book=load_rulebook(tmp_path))
    assert found == [
        "D14 Bí thư ký là Nguyễn Thành Được, theo danh sách chức vụ, ngày 05/08/2026 là Lê Thị Cẩm Tú."
    ]


def rows(**cells: str):
    """The table with some cells changed: r2c4="8"."""
    return tuple(
        tuple(cells.get(f"r{r}c{c}", text) for c, text in enumerate(row, 1)) for r, row in enumerate(TABLE, 1)
    )


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (TABLE, []),
        (rows(r5c3="31", r5c5="87,1%"), [
            ("T1", "bảng 2, hàng 5, ô 3 (“31”)", "31 = 10 + 12 + 08: cộng các phần là 30, lệch 1.")
        ]),
        (rows(r4c5="87,0%"), [("T3", "bảng 2, hàng 4, ô 5 (“87,0%”)", "07/08 = 87,5%, đang ghi 87,0%.")]),
        (rows(r3c5="91,6%"), [
            ("T3", "bảng 2, hàng 3, ô 5 (“91,6%”)", "11/12 = 91,7%, đang ghi 91,6% (mới cắt bớt, chưa làm tròn).")
        ]),
        (rows(r3c4=""), [
            ("T1", "bảng 2, hàng 5, ô 4 (“27”)", "27 = 09 + 07: cộng các phần là 16, lệch 11.")
        ]),
        (rows(r2c5="90%"), [("T4", "bảng 2, hàng 4, ô 5 (“87,5%”)", "Số lẻ khác nhau: 90%, 91,7%, 87,5%.")]),
    ],
)  # fmt: skip
def test_figures_of_tables_are_told_by_row_and_cell(table, says) -> None:
    findings = judged(a_paper(table=table)).findings
    assert [(f.rule, f.place, f.found) for f in findings] == says


def test_an_empty_cell_makes_a_wrong_total_the_softer_case() -> None:
    assert [f.severity for f in judged(a_paper(table=rows(r3c4=""))).findings] == ["W"]


def test_a_total_over_all_columns_is_learned_from_most_rows() -> None:
    table = (
        ("Đơn vị", "Tổng số", "Nam", "Nữ"),
        *((f"Tổ {n}", str(2 * n + 3), str(n + 1), str(n + 2)) for n in range(1, 5)),
        ("Tổ 5", "14", "6", "7"),
    )
    assert told(a_paper(table=table)) == ["T1 14 = 06 + 07: cộng các phần là 13, lệch 1."]


def test_parts_of_rows_are_not_added_twice() -> None:
    table = (
        ("TT", "Nội dung", "Số lượng"),
        ("1", "Kết nạp", "5"),
        ("", "- Trong đó nữ", "2"),
        ("2", "Chuyển đến", "3"),
        ("", "Tổng số", "8"),
    )
    assert told(a_paper(table=table)) == []


def test_a_paper_is_judged_by_the_rules_of_its_own_day() -> None:
    assert judged(a_paper(**OLD_DAY)).rule_set == "36-HD/VPTW"
    assert judged(a_paper(**NEW_DAY)).rule_set == "05-HD/VPTW"
    assert told(a_paper(**OLD_DAY), "W") == ["L8 2 dòng chưa đúng, ví dụ “- Đảng ủy xã (báo cáo);”."]


def test_minutes_take_their_day_from_their_first_sentence() -> None:
    body = ("Hôm nay, ngày 05 tháng 8 năm 2026, Chi bộ họp thường kỳ. Căn cứ Quy định số 124-QĐ/TW.",)
    report = judged(a_paper(kind="BIÊN BẢN", number=None, place_date=None, body=body))
    assert (str(report.day), report.rule_set) == ("2026-08-05", "05-HD/VPTW")
    assert [f.rule for f in report.findings] == ["D8"]


def test_a_place_names_paragraph_and_words_around() -> None:
    finding = judged(a_paper(**with_body("Căn cứ Quy định số 124-QĐ/TW của Bộ Chính trị."))).findings[0]
    assert finding.place == "đoạn 10 (“Căn cứ Quy định số 124-QĐ/TW của Bộ Chính trị.”)"


def test_many_findings_of_one_rule_are_counted_not_listed() -> None:
    report = judged(a_paper(body=tuple(f"Việc số {n} : xong." for n in range(100))))
    assert [f.rule for f in report.findings].count("D13") == 21
    assert report.findings[-1].found == "Còn 80 chỗ khác như vậy."


def test_a_blank_left_in_a_finished_paper_is_an_error() -> None:
    assert [f.severity for f in judged(a_paper(**with_body("Tổng thu là …… đồng."))).findings] == ["E"]
