"""What running text must not say; and much that it may."""

from datetime import date

import pytest

from tests.builders_checks import found

TABLES = [
    *({"rule": r, "texts": "*"} for r in ("D4", "D5", "D8", "D12", "D13", "T1", "T3", "T4", "T7", "T13")),
    {"rule": "D6", "days": "ngay", "texts": "*"},
]
RIGHT = """\
Kỷ niệm 96 năm Ngày thành lập Đảng (03/02/1930 - 03/02/2026), có 31/33 đảng viên dự, đạt 93,9%.
Dịp lễ 30/4, 1/5 có 100% hộ treo cờ Tổ quốc.
Quốc khánh 02/9, vận động treo cờ đạt 100%.
Tuần tra 24/24 giờ; xử lý 12/12 vụ, đạt 100%.
Thu ngân sách 215/200 triệu đồng, đạt 107,5% kế hoạch.
Gieo cấy 186/200 ha, đạt 100% so với kế hoạch năm trước.
Trên 2/3 đảng viên phát biểu, chiếm đa số.
Có 240/260 hộ tham gia, đạt khoảng 92%.
Có 240/260 hộ (92,31%) tham gia.
Tỷ lệ hộ nghèo giảm từ 3,5% xuống 2,1%; tăng trưởng 6,25%.
Quyết định số 1719/QĐ-UBND ngày 14/10/2021 của Chủ tịch Ủy ban nhân dân tỉnh.
Họp lúc 19 giờ 00 phút, ngày 05/8/2026 (thứ Tư) tại Nhà văn hóa ấp.
Kỳ họp thứ hai, ngày 05/8/2026; hội nghị lần thứ ba ngày 06/8/2026.
Trong đó: cấp tỉnh 38, cấp xã 8.570 điển hình.
Đã khen 120 tập thể, trong đó cấp tỉnh 20 tập thể, cấp xã 100 tập thể.
Đã khen 30 lượt, trong đó cấp tỉnh 20 tập thể và 15 cá nhân, cấp xã 12 tập thể.
Chi bộ có 33 đảng viên, gồm 31 chính thức, 02 dự bị.
Công thức 2 + 3 = 5; 54 = 1 + 3 + 50.
Số tiền 1.250.000 đồng (Một triệu hai trăm năm mươi nghìn đồng).
Hỗ trợ 12 hộ (ba hộ nghèo, chín hộ cận nghèo) vay vốn.
Gồm 64 (sáu mươi tư) tờ; 15 (mười lăm) trang.
Đồng chí nguyên Bí thư Huyện ủy Cao Lãnh dự họp.
Năm 2023, Huyện ủy tặng giấy khen.
“Huyện ủy lãnh đạo toàn diện” là câu trong văn kiện.
Thăm Trường Tiểu học Thị trấn 1 và chợ thị trấn.
Bà Nguyễn Thị Trân, ông Trần Thị Uy cùng dự.
Nghị quyết 5-NQ/TW; Hướng dẫn 136-HD/VPTW; 36-HD/VPTWĐ.
Hướng dẫn số 05-HD/VPTW thay thế Hướng dẫn số 36-HD/VPTW, ngày 03/4/2018.
Quy định số 37-QĐ/TW, ngày 01/02/2013 là văn bản khác.
Lúa, ngô, khoai… đều được mùa; v.v.
Đồng chí nói: “Chúng ta […] phải làm ngay…”.
Sản lượng đạt 6,2 tấn/ha; 182 triệu đồng/người/năm.
Điểm 92.5 theo thang 100; phiên bản 1.2.2026 của phần mềm.
Địa chỉ: số 12/5/2 đường Trần Hưng Đạo.
Họp thường kỳ tháng 8/2026, quý III/2026, nhiệm kỳ 2025 - 2030.
Uỷ quyền cho đồng chí Thúy; huỷ bỏ việc cũ; tuỳ điều kiện.
Quý III, quỹ của ấp, quý trọng, thủy lợi, ủy viên, hòa giải.
Có 299/300 hộ đạt chuẩn, tỷ lệ 99,67%.
Có 5.631/5.631 đảng viên ghi Sổ tay, đạt 100%.
Ngày 29/02/2028 sơ kết; ngày 31/12/2026 tổng kết; ngày 19/8.
Kết quả: 03/05 tổ đạt loại tốt (60%).
Chiều dài 1.250,5 m; diện tích 3.321 ha (ba nghìn ha đất lúa).
Giai đoạn 2021-2025 tăng 12%/năm.
Đảng viên 213: 07 đồng chí (theo Quy định số 213-QĐ/TW, ngày 02/01/2020).
Ngày 09 tháng 3 năm 2026, ngày 05 tháng 02 năm 2026, ngày 10 tháng 10 năm 2026, ngày 01 tháng 01 năm 2026.
“Ngày 2 tháng 9 năm 1945, Bác đọc Tuyên ngôn” là lời trong sách."""

WRONG = {
    "D4": [
        "Ngày 5 tháng 02 năm 2026",
        "ngày 05 tháng 09 năm 2026",
        "ngày 05 tháng 2 năm 2026",
        "ngày 9 tháng 3, năm 2026",
    ],
    "D5": [
        "ngày 31/11/2026",
        "31/4/2026",
        "ngày 30/02",
        "ngày 31 tháng 4 năm 2026",
        "ngày 29 tháng 02 năm 2026",
        "ngày 15/13/2026",
        "ngày 0/3",
        "ngày 00 tháng 4 năm 2026",
        "thứ Hai, ngày 05/8/2026",
        "Chủ nhật 08/8/2026",
        "ngày 06/8/2026 (thứ Sáu)",
        "thứ 2 ngày 05 tháng 8 năm 2026",
    ],
    "D6": ["Nghị quyết số 12-NQ/ĐU, ngày 05/9/2026", "Quyết định số 12/QĐ-UBND ngày 06/8/2026"],
    "D8": [
        "Quy định số 66-QĐ/TW, ngày 06/02/2017",
        "Hướng dẫn 36‑HD/VPTW",
        "Hướng dẫn số 25 - HD/BTCTW",
        "Quy định 20-QĐ/TW",
        "Quy định 24-QĐ/TW",
        "Quy định 294-QĐ/TW",
        "Quy định 37-QĐ/TW (25/10/2021)",
        "Hướng dẫn số 01-HD/TW, ngày 28 tháng 9 năm 2021",
        "Luật số 01/2011/QH13",
    ],
    "D12": [
        "Đề nghị UBND huyện",
        "ở thị trấn Mỹ Thọ",
        "Huyện uỷ kiểm tra",
        "ỦY BAN NHÂN DÂN HUYỆN",
        "thị ủy",
    ],
    "T1": ["54 = 01 + 03 + 51", "01 + 03 + 51 = 54.", "khen 54 tập thể, trong đó cấp tỉnh 4, cấp xã 51"],
    "T3": ["338/355 lượt dự (95,3%)", "240/260 hộ, chiếm tỷ lệ 92,30%", "3/8 tổ, đạt 38.5%"],
    "T4": ["đạt 88.9%", "đạt 95 %"],
    "T7": ["46/46 chi bộ tham gia, đạt 99%", "45/46 chi bộ, đạt 100%", "299/300 hộ, đạt 100%"],
    "T13": ["64 tờ (sáu mươi lăm tờ)", "5.000 đồng (bằng chữ: năm nghin đồng)"],
}


def judged(text: str, day: date = date(2026, 8, 5)) -> list[str]:
    return [f.rule for f in found(TABLES, {"noi_dung": text, "ngay": f"{day:%Y-%m-%d}"}, day=day)]


@pytest.mark.parametrize("text", RIGHT.splitlines())
def test_right_sentences_are_left_alone(text: str) -> None:
    assert judged(text) == []


@pytest.mark.parametrize(("rule", "text"), [(rule, t) for rule, texts in WRONG.items() for t in texts])
def test_wrong_sentences_are_found(rule: str, text: str) -> None:
    assert rule in judged(f"Chi bộ ghi: {text} và các việc khác.")


@pytest.mark.parametrize(("day", "told"), [(date(2026, 5, 26), False), (date(2026, 5, 27), True)])
def test_a_citation_is_replaced_from_its_day_on(day: date, told: bool) -> None:
    assert ("D8" in judged("Căn cứ Hướng dẫn số 36-HD/VPTW", day)) == told


def test_one_number_may_be_that_of_an_older_and_of_a_newer_paper() -> None:
    assert judged("Hướng dẫn số 01-HD/TW, ngày 19/5/2026") == []
    assert judged("Hướng dẫn số 01-HD/TW") == []
    assert judged("Hướng dẫn số 01-HD/TW, ngày 28/9/2021") == ["D8"]


@pytest.mark.parametrize(
    ("day", "told"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True), (date(2024, 1, 1), False)]
)
def test_the_district_is_gone_from_the_first_of_july_2025(day: date, told: bool) -> None:
    assert ("D12" in judged("Đề nghị Huyện ủy xem xét", day)) == told


def test_in_running_text_the_zero_before_a_day_is_the_softer_case() -> None:
    values = {"dong": "ngày 5 tháng 8 năm 2026", "noi_dung": "ngày 6 tháng 8 năm 2026"}
    findings = found({"rule": "D4", "line": "dong", "texts": "noi_dung"}, values)
    assert [(f.pointer, f.severity.value) for f in findings] == [("/dong", "E"), ("/noi_dung", "W")]


def test_a_paper_without_a_date_is_not_held_against_dates() -> None:
    tables = [{"rule": "D8", "texts": "*"}, {"rule": "D12", "texts": "*"}]
    assert found(tables, {"noi_dung": "Huyện ủy; Hướng dẫn 36-HD/VPTW"}, day=None) == ()


@pytest.mark.parametrize(
    "text", ["1 + " * 6_000, "“" * 20_000, "a" * 20_000, "ngày 1/1 " * 3_000, "[ " * 9_000, "(hai " * 5_000]
)
def test_hostile_text_is_judged_without_getting_lost(text: str) -> None:
    assert isinstance(judged(text), list)
