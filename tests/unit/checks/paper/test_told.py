"""Figures that the sentences of a finished paper tell plainly agree with one another; what reads two ways is left."""

import pytest

from tests.builders_papers import a_paper, told
from tests.cases_papers import COMMAS, NEW_DAY, OLD_DAY, PROPOSAL, with_body


def meeting(*texts: str) -> dict:
    """A resolution whose vote and attendance are these sentences."""
    return {"body": ("Chi bộ ấp Mỹ Thạnh tổ chức sinh hoạt thường kỳ tháng 8.", *texts, "Chi bộ thống nhất.")}


CALLED = "Tổng số đảng viên được triệu tập: 30 đồng chí (chính thức 28, dự bị 02); có mặt 27 đồng chí; vắng 03 đồng chí"
LETTER = {
    "kind": None, "subject": None, "subject_mark": None, "number": "Số 12-CV/CB",
    "body": ("Kính gửi: Đảng ủy xã Mỹ Thọ", "Chi bộ đề nghị được hỗ trợ."),
}  # fmt: skip

CASES = {
    # M1, M2: the minutes of our own template, and as a plain list
    "called, present, away": (
        meeting(
            "a) Được triệu tập: 16 đồng chí (chính thức 15, dự bị 01).",
            "b) Có mặt: 15/16 đồng chí.",
            "c) Vắng mặt: 02 đồng chí (có lý do 02, không có lý do 00).",
        ),
        "M1 16 = 15 + 02: có mặt cộng vắng là 17, lệch 1.",
    ),
    "all add up": (
        meeting(
            "a) Được triệu tập: 16 đồng chí (chính thức 15, dự bị 01).",
            "b) Có mặt: 15/16 đồng chí.",
            "c) Vắng mặt: 01 đồng chí (có lý do 01, không có lý do 00).",
        ),
        None,
    ),
    "away with and without reason": (
        meeting(
            "Tổng số đảng viên được triệu tập: 25 đồng chí; có mặt: 23; vắng: 2 (có lý do: 2; không lý do: 1)."
        ),
        "M2 02 = 02 + 01: có lý do cộng không lý do là 03, lệch 1.",
    ),
    "away, as it should be": (
        meeting(
            "Tổng số đảng viên được triệu tập: 25 đồng chí; có mặt: 23; vắng: 2 (có lý do: 1; không lý do: 1)."
        ),
        None,
    ),
    "away with leave, in words between": (
        meeting("Vắng 03 đồng chí, trong đó có phép 02 đồng chí, không phép 02 đồng chí."),
        "M2 03 = 02 + 02: có lý do cộng không lý do là 04, lệch 1.",
    ),
    "only those with a reason are told": (meeting("Vắng 03 đồng chí (có lý do 02)."), None),
    # M5
    "it ends before it begins": (
        meeting("Kỳ sinh hoạt bắt đầu lúc 19 giờ 00 phút, kết thúc lúc 18 giờ 05 phút."),
        "M5 Ghi từ 19:00 đến 18:05.",
    ),
    "another length than told": (
        meeting("Kỳ sinh hoạt bắt đầu lúc 19 giờ 00 phút, kết thúc lúc 21 giờ 05 phút, thời lượng 120 phút."),
        "M5 Từ 19:00 đến 21:05 là 125 phút, ghi 120 phút.",
    ),
    "the length told": (
        meeting("Kỳ sinh hoạt bắt đầu lúc 19 giờ 00 phút, kết thúc lúc 21 giờ 05 phút, thời lượng 125 phút."),
        None,
    ),
    "ninety minutes are enough": (meeting("Bắt đầu lúc 14h00; kết thúc lúc 15h30."), None),
    "eighty-nine are not": (
        meeting("Bắt đầu lúc 14h00; kết thúc lúc 15h29."),
        "M5 Từ 14:00 đến 15:29 là 89 phút, thiếu 1 phút.",
    ),
    "a large branch takes longer": (
        meeting(f"{CALLED}.", "Bắt đầu lúc 14 giờ, kết thúc lúc 15 giờ 59 phút cùng ngày."),
        "M5 Từ 14:00 đến 15:59 là 119 phút, thiếu 1 phút.",
    ),
    "a meeting of another kind may be short": (
        {"body": ("Hội nghị bắt đầu lúc 14 giờ, kết thúc lúc 14 giờ 30 phút.",)},
        None,
    ),
    "it ends on another day": (meeting("Bắt đầu lúc 19 giờ, kết thúc lúc 09 giờ, ngày 06/8/2026."), None),
    "two meetings in one paper": (
        meeting("Bắt đầu lúc 19 giờ, kết thúc lúc 18 giờ.", "Bắt đầu lúc 7 giờ, kết thúc lúc 9 giờ."),
        None,
    ),
    # M7, M8, T2
    "votes do not add up": (
        meeting(
            "Nghị quyết được thông qua với 24/25 đồng chí tán thành; không tán thành 00; ý kiến khác 02."
        ),
        "M7 25 = 24 + 0 + 02: cộng các loại ý kiến là 26, lệch 1.",
    ),
    "votes add up": (
        meeting(
            "Nghị quyết được thông qua với 24/25 đồng chí tán thành; không tán thành 00; ý kiến khác 01."
        ),
        None,
    ),
    "votes told in part": (
        meeting("Nghị quyết được thông qua với 23/25 đồng chí tán thành; không tán thành 01."),
        None,
    ),
    "more votes than voters": (
        meeting("Biểu quyết: tán thành 19/18 đồng chí."),
        "T2 “tán thành” là 19, “số biểu quyết” là 18, vượt 1.",
    ),
    "all of them": (meeting("Kết quả: 18/18 đồng chí tán thành."), None),
    "probationary members vote": (
        meeting(f"{CALLED}.", "Nghị quyết được thông qua với 28/29 đồng chí tán thành."),
        "M7 29 người biểu quyết, chỉ có 28 đảng viên chính thức.|M7 29 người biểu quyết, chỉ có 27 người có mặt.",
    ),
    "as many voters as came": (
        meeting(f"{CALLED}.", "Nghị quyết được thông qua với 27/27 đồng chí tán thành."),
        None,
    ),
    "half of the branch": (
        meeting(f"{CALLED}.", "Nghị quyết được thông qua với 14/27 đồng chí tán thành."),
        "M8 14/28 đảng viên chính thức tán thành, chưa quá nửa (cần ít nhất 15).",
    ),
    "one more than half": (
        meeting(f"{CALLED}.", "Nghị quyết được thông qua với 15/27 đồng chí tán thành."),
        None,
    ),
    "half of those who voted": (
        meeting("Nghị quyết được biểu quyết thông qua với 13/26 đồng chí tán thành."),
        "M8 13/26 tán thành, chưa quá nửa số người biểu quyết.",
    ),
    "said not to be carried": (meeting("Có 10/26 đồng chí tán thành, không thông qua."), None),
    "not agreed is not agreed": (meeting("Có 20/26 đồng chí không tán thành."), None),
    # T2
    "a part above the whole": (
        with_body("Đã đăng ký 95 mô hình, trong đó có 98 mô hình mới."),
        "T2 “mô hình (trong đó)” là 98, “mô hình” là 95, vượt 3.",
    ),
    "a part in brackets": (
        with_body("Các chi bộ đăng ký thực hiện 95 mô hình (có 98 mô hình mới)."),
        "T2 “mô hình (trong đó)” là 98, “mô hình” là 95, vượt 3.",
    ),
    "a part as large as the whole": (with_body("Đã đăng ký 95 mô hình, trong đó có 95 mô hình mới."), None),
    "members and comrades are one": (
        with_body("Kết nạp 03 đảng viên (trong đó 04 đồng chí nữ)."),
        "T2 “đảng viên (trong đó)” là 04, “đảng viên” là 03, vượt 1.",
    ),
    "another unit": (with_body("Kiểm tra 10 tổ chức, trong đó có 25 đảng viên giữ chức vụ."), None),
    "two wholes": (with_body("Khen 54 tập thể và 73 cá nhân, trong đó 60 tập thể cấp xã."), None),
    "a month is no count": (
        with_body("Trong tháng 10 đảng viên dự đủ, trong đó 15 đảng viên phát biểu."),
        None,
    ),
    "an increase is no whole": (with_body("Chi bộ tăng 03 mô hình, trong đó 05 mô hình về dân vận."), None),
    # T5
    "a change of a rate": (
        with_body("Tỷ lệ đạt 92,3%, tăng 1,8% so với năm 2025 (91,5%)."),
        "T5 92,3% - 91,5% = 0,8 điểm %, đang ghi 1,8.",
    ),
    "a change that fits as a share too": (
        with_body("Tỷ lệ đạt 92,3%, tăng 0,9% so với năm 2025 (91,5%)."),
        None,
    ),
    "the change": (with_body("Tỷ lệ đạt 92,3%, tăng 0,8% so với năm 2025 (91,5%)."), None),
    "a fall": (
        with_body("Tỷ lệ giảm từ 91,5% xuống còn 90,0% (giảm 1,4 điểm %)."),
        "T5 90,0% - 91,5% = -1,5 điểm %, đang ghi -1,4.",
    ),
    "a share of what there was": (with_body("Tỷ lệ tăng từ 80% lên 84% (tăng 5%)."), None),
    "no year before is told": (with_body("Tỷ lệ đạt 92,3%, tăng 0,9% so với năm 2025."), None),
    # T8
    "what came and went": (
        with_body(
            "Đầu năm có 27 đảng viên; kết nạp 01, chuyển đến 01, chuyển đi 01; cuối năm có 29 đảng viên."
        ),
        "T8 27 + 01 + 01 - 01 = 28, “cuối năm” ghi 29, lệch 1.",
    ),
    "what there is": (
        with_body(
            "Đầu năm có 27 đảng viên; kết nạp 01, chuyển đến 01, chuyển đi 01; cuối năm có 28 đảng viên."
        ),
        None,
    ),
    "with the parts in brackets": (
        with_body(
            "Đầu kỳ có 27 đồng chí, tăng 02 (kết nạp 01, chuyển đến 01), giảm 01, cuối kỳ có 27 đảng viên."
        ),
        "T8 27 + 02 - 01 = 28, “cuối kỳ” ghi 27, lệch 1.",
    ),
    "an item that nobody knows": (
        with_body("Đầu năm có 27 đảng viên; đi nước ngoài 02, chuyển đi 01; cuối năm có 24 đảng viên."),
        None,
    ),
    "sums beside their parts": (
        with_body("Đầu năm có 27 đảng viên; tăng 02, kết nạp 01, chuyển đến 01; cuối năm có 29 đảng viên."),
        None,
    ),
    # D7
    "made by the rules of yesterday": (
        {**NEW_DAY, **LETTER, **COMMAS, "letter_subject": "V/v hỗ trợ kinh phí"},
        "D7 Trình bày theo 36-HD/VPTW: dấu “,” ở Nơi nhận, trích yếu ghi “V/v”."
        "|L9 Đang ghi “V/v hỗ trợ kinh phí”.|L8 2 dòng chưa đúng, ví dụ “- Đảng ủy xã (báo cáo),”.",
    ),
    "made by the rules of tomorrow": (
        {**OLD_DAY, **LETTER, "letter_subject": "về việc hỗ trợ kinh phí"},
        "D7 Trình bày theo 05-HD/VPTW: dấu “;” ở Nơi nhận, trích yếu ghi “về việc”."
        "|L9 Đang ghi “về việc hỗ trợ kinh phí”.|L8 2 dòng chưa đúng, ví dụ “- Đảng ủy xã (báo cáo);”.",
    ),
    "one sign is a slip": ({**NEW_DAY, **COMMAS}, "L8 2 dòng chưa đúng, ví dụ “- Đảng ủy xã (báo cáo),”."),
    "a sign of each": (
        {**NEW_DAY, **COMMAS, **PROPOSAL, "body": ("Kính trình: Đảng ủy xã Mỹ Thọ", "Chi bộ trình.")},
        "L8 2 dòng chưa đúng, ví dụ “- Đảng ủy xã (báo cáo),”.",
    ),
    "cited before it was": (
        {
            **OLD_DAY,
            **COMMAS,
            "body": ("Chi bộ thực hiện Hướng dẫn 05-HD/VPTW về thể thức văn bản của Đảng.",),
        },
        "D7 Viện dẫn 05-HD/VPTW, có hiệu lực từ ngày 27/5/2026.",
    ),
    "another paper of that number": (
        {**OLD_DAY, **COMMAS, "body": ("Chi bộ thực hiện Hướng dẫn 05-HD/VPTW về công tác bảo mật.",)},
        None,
    ),
    "cited on its day": (
        {**NEW_DAY, "body": ("Chi bộ thực hiện Hướng dẫn 05-HD/VPTW về thể thức văn bản của Đảng.",)},
        None,
    ),
}


@pytest.mark.parametrize(("lines", "says"), CASES.values(), ids=CASES)
def test_what_is_told_is_held_against_itself(lines, says) -> None:
    assert told(a_paper(**lines), "E", "W") == (says.split("|") if says else [])


ATTENDED = (
    ("Tháng", "Số được triệu tập", "Có mặt", "Vắng có lý do", "Vắng không lý do"),
    ("1", "25", "24", "1", "0"), ("2", "25", "23", "2", "0"), ("3", "26", "24", "1", "1"),
)  # fmt: skip
MEMBERS = (
    ("TT", "Nội dung", "Số đảng viên"),
    ("1", "Đầu năm", "27"), ("2", "Tăng: kết nạp", "1"), ("3", "Tăng: chuyển đến", "1"), ("4", "Giảm: chuyển đi", "1"),
    ("5", "Cuối năm", "28"), ("5.1", "Trong đó: đảng viên chính thức", "27"),
)  # fmt: skip
VOTED = (
    ("TT", "Nội dung biểu quyết", "Tán thành", "Không tán thành", "Ý kiến khác"),
    ("1", "Thông qua nghị quyết", "14 (100,0%)", "00 (0,0%)", "00 (0,0%)"),
    ("2", "Giúp đỡ học sinh", "13 (92,9%)", "00 (0,0%)", "01 (7,1%)"),
)
VOTERS = meeting("Chi bộ biểu quyết giơ tay; số đảng viên chính thức biểu quyết là 14 đồng chí.")


def changed(table, row: int, cell: int, text: str):
    rows = [list(r) for r in table]
    rows[row][cell] = text
    return tuple(map(tuple, rows))


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (ATTENDED, []),
        (changed(ATTENDED, 3, 2, "25"), ["M1 26 = 25 + 01 + 01: có mặt cộng vắng là 27, lệch 1."]),
        (
            changed(changed(ATTENDED, 3, 2, "25"), 1, 2, "22"),
            [],
        ),  # too few rows hold: the columns mean something else
        (MEMBERS, []),
        (changed(MEMBERS, 5, 2, "29"), ["T8 27 + 01 + 01 - 01 = 28, “Cuối năm” ghi 29, lệch 1."]),
        (changed(changed(MEMBERS, 5, 2, "29"), 2, 1, "Đi học xa"), []),
        (changed(changed(MEMBERS, 5, 2, "29"), 2, 1, "Tăng"), []),
        (VOTED, []),
        (changed(VOTED, 2, 2, "12 (85,7%)"), ["M7 14 = 12 + 0 + 01: cộng các loại ý kiến là 13, lệch 1."]),
        (changed(VOTED, 2, 2, "13 (93,0%)"), ["T3 13/14 = 92,9%, đang ghi 93,0%."]),
        (changed(VOTED, 2, 2, "đa số"), []),
    ],
)
def test_a_table_that_names_its_figures_is_held_against_itself(table, says) -> None:
    assert told(a_paper(table=table, **VOTERS), "E", "W") == says
