"""Papers as offices write them, after reports of real committees: what is wrong is found, and nothing besides."""

from docx.document import Document
from docx.shared import Cm, Pt

from tests.builders_papers import Letters, a_paper, judged

REVIEW_2015 = (
    "Kết quả đánh giá phân tích chất lượng có 40/45 chi bộ, đảng bộ đạt tiêu chuẩn trong sạch vững mạnh (chiếm 88,9%, "
    "tăng 0,8% so năm 2010); 240/260 chi bộ đạt trong sạch vững mạnh (chiếm 92,30%, tăng 0,86% so năm 2010).",
    "Qua 04 năm, đã biểu dương, khen thưởng 54 tập thể, trong đó cấp Trung ương 01, cấp tỉnh 03, cấp huyện 51; "
    "73 cá nhân, trong đó cấp tỉnh 06, cấp huyện 67.",
    "Trong quá trình thực hiện, Huyện uỷ và các cấp ủy đã bám sát chỉ đạo của Tỉnh ủy.",
)
REVIEW_2023 = (
    "I- KẾT QUẢ THỰC HIỆN",
    "1. Công tác quán triệt, tuyên truyền: 152/152 xã, phường, thị trấn tổ chức học tập, đạt 100%.",
    "2. Toàn tỉnh có 12.651 điển hình học tập và làm theo Bác, trong đó cấp tỉnh 38, cấp huyện 4.403, cấp xã 8.570.",
    "3. Một số nơi còn rập khuôn, máy móc; việc nhân rộng mô hình chưa thưc chất.",
    "II- PHƯƠNG HƯỚNG, NHIỆM VỤ",
    "Căn cứ Quy định số 37-QĐ/TW của Ban Chấp hành Trung ương, các cấp ủy tiếp tục giữ gìn đoàn kết.",
)
MODELS = (
    ("TT", "Loại hình", "Tổng số", "Duy trì", "Mới"),
    ("1", "Đảng bộ cơ sở", "95", "77", "18"),
    ("2", "Chi bộ trực thuộc", "255", "157", "98"),
    ("3", "Lực lượng vũ trang", "12", "9", "3"),
    ("4", "Khối trường học", "30", "21", "8"),
    ("", "Tổng cộng", "392", "264", "127"),
)


RIGHT = (
    "Việc thực hiện sổ tay được triển khai trong toàn Đảng bộ, với 46/46 chi bộ, đảng bộ cơ sở trực thuộc, có "
    "5.631/5.631 đảng viên, đạt tỷ lệ 100%.",
    "Các chi, đảng bộ cơ sở đăng ký thực hiện 95 mô hình (có 18 mô hình mới). Chi, đảng bộ trực thuộc đảng bộ cơ sở "
    "đăng ký 255 mô hình (có 98 mô hình mới), trị giá hàng tỷ đồng.",
    "Qua 2 năm đã phát hành 48 chủ đề phục vụ sinh hoạt của 2 loại hình chi bộ với 104.400 cuốn bản tin nội bộ.",
    "Toàn tỉnh có 142.597 lượt cán bộ, đảng viên đăng ký cam kết nêu gương và xây dựng kế hoạch phấn đấu, trong "
    "đó có 46.123 lượt cán bộ lãnh đạo, quản lý và người đứng đầu các cấp từ tỉnh đến cơ sở.",
    "Đã kiểm tra đối với 808 tổ chức đảng và 1.666 đảng viên (trong đó Tỉnh ủy kiểm tra đối với 25 tổ chức đảng và 9 "
    "cá nhân là người đứng đầu cấp ủy, 28 đảng viên); giám sát 1.299 tổ chức đảng và 5.057 đảng viên.",
    "Toàn đảng bộ có trên 95% cán bộ được đánh giá hoàn thành tốt nhiệm vụ, trong đó có 20% hoàn thành xuất sắc.",
    "Kết quả đánh giá năm 2025 có 90,83% đảng viên hoàn thành tốt nhiệm vụ, tăng 4,39% so với năm 2021.",
    "Đảng bộ có 285 đảng viên sinh hoạt tại 10 chi bộ; hằng năm trên 85% đảng viên hoàn thành tốt nhiệm vụ.",
    "Từ đầu nhiệm kỳ đến nay đã kết nạp 57 đảng viên, trong đó 22 đồng chí là nữ; cuối nhiệm kỳ phấn đấu kết nạp 70.",
)


def found(data: bytes) -> list[tuple[str, str]]:
    return [(f"{f.severity} {f.rule}", f.found) for f in judged(data).findings]


def test_a_report_older_than_all_rule_sets_is_judged_by_its_words() -> None:
    data = a_paper(
        superior="TỈNH ỦY SÓC TRĂNG", organ="HUYỆN ỦY KẾ SÁCH", number="Số 112-BC/HU", kind="BÁO CÁO",
        place_date="Kế Sách, ngày 11 tháng 11 năm 2015", subject="Kết quả 04 năm học tập và làm theo Bác",
        body=REVIEW_2015, authority="T/M BAN THƯỜNG VỤ", post="PHÓ BÍ THƯ", name="Nguyễn Văn Út",
        recipients=("- Tỉnh ủy,", "- Lưu VPHU."),
    )  # fmt: skip
    report = judged(data)
    assert (report.layout, report.rule_set, str(report.day)) == ("dang", "", "2015-11-11")
    assert found(data) == [
        ("I L6", "Chưa có bộ quy tắc trình bày cho ngày 11/11/2015."),
        ("W T3", "240/260 = 92,31%, đang ghi 92,30% (mới cắt bớt, chưa làm tròn)."),
        ("W T4", "Trong một câu có số lẻ khác nhau: 88,9%, 92,30%."),
        ("E T1", "54 = 01 + 03 + 51: tổng các cấp là 55, lệch 1."),
        ("W D13", "Lẫn hai kiểu: “uỷ” (1 chỗ) và “ủy” (3 chỗ)."),
    ]


def test_a_report_of_2023_is_judged_by_the_rules_of_its_day() -> None:
    data = a_paper(
        superior="TỈNH ỦY LÀO CAI", organ="BAN TUYÊN GIÁO", number="Số 96-BC/BTGTU", kind="BÁO CÁO",
        place_date="Lào Cai, ngày 15 tháng 5 năm 2023", subject="Kết quả 02 năm thực hiện Kết luận 01-KL/TW",
        body=REVIEW_2023, authority="TRƯỞNG BAN", post=None, name="Trần Văn Hậu",
        recipients=("- Thường trực Tỉnh ủy (báo cáo),", "- Các ban đảng,", "- Lưu Văn phòng."),
    )  # fmt: skip
    assert judged(data).rule_set == "36-HD/VPTW"
    assert found(data) == [
        ("E T1", "12.651 = 38 + 4.403 + 8.570: tổng các cấp là 13.011, lệch 360."),
        ("W L13", "“thưc” không phải một tiếng viết đúng chính tả tiếng Việt."),
    ]


def test_a_list_of_models_whose_rows_and_columns_do_not_agree() -> None:
    data = a_paper(
        kind="BÁO CÁO", number="Số 07-BC/CB", body=("Kết quả đăng ký mô hình như sau:",), table=MODELS
    )
    assert found(data) == [("E T1", "30 = 21 + 08: cộng các phần là 29, lệch 1.")]


def typed_by_hand(document: Document) -> None:
    """Break what a hand breaks: another page, another font in one paragraph, numbers and indents typed."""
    section = document.sections[0]
    section.left_margin, section.right_margin = Cm(2.54), Cm(2.54)
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("\t1."):
            for run in paragraph.runs:
                run.font.name, run.font.size = "Calibri", Pt(13)


def test_a_paper_typed_by_hand_with_tabs_and_numbers() -> None:
    data = a_paper(
        typed=True, change=typed_by_hand, number="Số: 05 -NQ/CB",
        body=(
            "\tI. ĐÁNH GIÁ", "\t1. Chi bộ có 40/45 hộ đạt gia đình văn hóa, chiếm 88,9%.",
            "\t2. Người phụ trách: …………", "\tII. NHIỆM VỤ", "\ta) Giao đồng chí Bí thư  chỉ đạo.",
        ),
    )  # fmt: skip
    assert found(data) == [
        ("W L1", "Lề trái 25,4 mm, phải 25,4 mm."),
        ("E D3", "Đang ghi “Số: 05 -NQ/CB”."),
        ("W L2", "Phông Calibri (1 đoạn: đoạn 9)."),
        ("W L3", "1 đoạn cỡ 13: đoạn 9."),
        ("E D13", "Còn “…………”."),
        ("W D13", "Có hai khoảng trắng liền nhau: “thư  chỉ”."),
    ]


def test_a_commune_that_shrinks_its_header_and_uses_a_state_habit() -> None:
    shrunk = {"superior": Letters(13), "organ": Letters(13, bold=True), "number": Letters(13)}
    data = a_paper(
        superior="ĐẢNG BỘ TỈNH KHÁNH HÒA", organ="ĐẢNG UỶ XÃ CÔNG HẢI", number="Số 18-KH/ĐU", kind="KẾ HOẠCH",
        looks={**shrunk, "label": Letters(12, bold=True, italic=True)}, authority="TM. BAN THƯỜNG VỤ",
        body=("Ban Thường vụ Đảng uỷ xã xây dựng kế hoạch kiểm tra năm 2026 như sau.",), name="Trần Văn Hậu",
        recipients=("- Các chi bộ;", "- Lưu VT."),
    )  # fmt: skip
    assert sorted(found(data)) == [
        ("W D11", "Đang ghi “TM. BAN THƯỜNG VỤ”."),
        ("W L3", "Đang để cỡ 12."),
        ("W L3", "Đang để cỡ 13."),
        ("W L3", "Đang để cỡ 13."),
        ("W L3", "Đang để cỡ 13."),
        ("W L4", "“Nơi nhận:” chưa đúng: cần gạch chân, không đậm, chữ đứng."),
    ]


def test_nothing_is_said_of_what_reports_rightly_tell() -> None:
    data = a_paper(
        organ="ĐẢNG ỦY XÃ MỸ THỌ", superior="TỈNH ỦY ĐỒNG THÁP", kind="BÁO CÁO", number="Số 07-BC/ĐU", body=RIGHT,
        authority="T/M BAN THƯỜNG VỤ", recipients=("- Tỉnh ủy (báo cáo);", "- Lưu Đảng ủy."),
    )  # fmt: skip
    assert found(data) == []


def test_each_of_these_figures_made_wrong_is_found() -> None:
    wrong = {
        "5.631/5.631 đảng viên, đạt tỷ lệ 100%": ("đạt tỷ lệ 100%", "đạt tỷ lệ 98,5%"),
        "18 mô hình": ("18 mô hình mới", "118 mô hình mới"),
        "46.123 lượt": ("46.123 lượt", "461.230 lượt"),
        "22 đồng chí": ("22 đồng chí", "72 đồng chí"),
    }
    text = "\n".join(RIGHT)
    for words, (right, mistake) in wrong.items():
        assert words in text
        body = tuple(t.replace(right, mistake) for t in RIGHT)
        assert len(found(a_paper(kind="BÁO CÁO", number="Số 07-BC/CB", body=body))) == 1, words
