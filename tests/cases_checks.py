"""One case that fires, one that does not and one at the bound, for every rule; docs/quy-tac.md shows the first.

A case is what the package declares, values, and the sentence said of them (None: nothing). All figures are invented.
"""

from dataclasses import dataclass
from typing import Any

MEETING = {"tong_so": 30, "co_mat": 27, "vang_co_ly_do": 2, "vang_khong_ly_do": 1}


@dataclass(frozen=True)
class RuleCase:
    """`table` is the [[check]]; values that fire, with the sentence; silent ones; those at the bound."""

    table: dict[str, Any]
    fires: dict[str, Any]
    says: str
    silent: dict[str, Any]
    bound: dict[str, Any]
    at_bound: str | None = None


def _texts(**rest: Any) -> dict[str, Any]:
    return {"texts": "*", **rest}


def _text(text: str) -> dict[str, Any]:
    return {"noi_dung": text}


VOTE = {"so_bieu_quyet": 26, "tan_thanh": 25, "khong_tan_thanh": 0, "khac": 1, "chinh_thuc": 28, "co_mat": 27}
BALLOTS = {"phat_ra": 28, "thu_ve": 27, "hop_le": 26, "khong_hop_le": 1, "phuong_an": [20, 5, 1]}
SCORES = {
    "bang_diem": [
        {"ten": "Tỷ lệ dự sinh hoạt", "toi_da": 40, "diem": 38.5},
        {"ten": "Khác", "toi_da": 60, "diem": 53.0},
    ],
    "tong_diem": 91.5,
    "xep_loai": "Tốt",
}
YEAR = [
    {"thang": m, "loai": "thường kỳ kết hợp chuyên đề" if m % 3 == 0 else "thường kỳ"} for m in range(1, 13)
]
REGISTER = [
    {"so": 8, "loai": "NQ", "ngay": "2026-07-01"},
    {"so": 9, "loai": "NQ", "ngay": "2026-08-03"},
    {"so": 9, "loai": "KL", "ngay": "2026-08-04"},
]
LEVELS = {"xuat_sac": 4, "tot": 23, "hoan_thanh": 3, "khong": 0, "xep_loai": 30, "tong_so": 33, "chua": 3}
MOVES = {"dau_nam": 31, "ket_nap": 2, "chuyen_den": 2, "chuyen_di": 1, "tu_tran": 1, "cuoi_nam": 33}

CASES: dict[str, RuleCase] = {
    "M1": RuleCase(
        {
            "rule": "M1",
            "total": "tong_so",
            "present": "co_mat",
            "absent": ["vang_co_ly_do", "vang_khong_ly_do"],
        },
        {**MEETING, "co_mat": 26},
        "30 = 26 + 02 + 01: có mặt cộng vắng là 29, lệch 1.",
        MEETING,
        {"tong_so": 30, "co_mat": 30, "vang_co_ly_do": 0, "vang_khong_ly_do": 0},
    ),
    "M2": RuleCase(
        {"rule": "M2", "absent": "vang", "parts": ["vang_co_ly_do", "vang_khong_ly_do"]},
        {"vang": 3, "vang_co_ly_do": 1, "vang_khong_ly_do": 1},
        "03 = 01 + 01: có lý do cộng không lý do là 02, lệch 1.",
        {"vang": 3, "vang_co_ly_do": 2, "vang_khong_ly_do": 1},
        {"vang": 0, "vang_co_ly_do": 0, "vang_khong_ly_do": 0},
    ),
    "M3": RuleCase(
        {"rule": "M3", "total": "tong_so", "official": "chinh_thuc", "probationary": "du_bi"},
        {"tong_so": 30, "chinh_thuc": 28, "du_bi": 3},
        "30 = 28 + 03: chính thức cộng dự bị là 31, lệch 1.",
        {"tong_so": 30, "chinh_thuc": 28, "du_bi": 2},
        {"tong_so": 30, "chinh_thuc": 30, "du_bi": 0},
    ),
    "M4": RuleCase(
        {"rule": "M4", "count": "vang", "listed": "len(danh_sach_vang)"},
        {"vang": 3, "danh_sach_vang": [{"ho_ten": "Lê Hoàng Tám"}, {"ho_ten": "Trần Văn Bé"}]},
        "“Vang” ghi 03, danh sách có 02, lệch 1.",
        {"vang": 1, "danh_sach_vang": [{"ho_ten": "Lê Hoàng Tám"}]},
        {"vang": 2, "danh_sach_vang": [{"ho_ten": "Lê Hoàng Tám"}]},
        "“Vang” ghi 02, danh sách có 01, lệch 1.",
    ),
    "M5": RuleCase(
        {"rule": "M5", "starts": "bat_dau", "ends": "ket_thuc", "members": "tong_so"},
        {"bat_dau": "14:00", "ket_thuc": "15:25", "tong_so": 29},
        "Từ 14:00 đến 15:25 là 85 phút, thiếu 5 phút.",
        {"bat_dau": "14:00", "ket_thuc": "16:10", "tong_so": 30},
        {"bat_dau": "14:00", "ket_thuc": "15:30", "tong_so": 29},
    ),
    "M6": RuleCase(
        {
            "rule": "M6",
            "total": "tong_so",
            "present": "co_mat",
            "unexcused": "vang_khong_ly_do",
            "criteria": "bang_diem[].ten",
            "scores": "bang_diem[].diem",
        },
        {**MEETING, "bang_diem": [{"ten": "Tỷ lệ dự", "diem": 4}]},
        "27/30 = 90,0%, có người vắng không lý do: theo thang là 01 điểm, đang ghi 04 điểm.",
        {**MEETING, "bang_diem": [{"ten": "Tỷ lệ dự", "diem": 1}]},
        {**MEETING, "vang_khong_ly_do": 0, "bang_diem": [{"ten": "Tỷ lệ dự", "diem": 4}]},
    ),
    "M7": RuleCase(
        {
            "rule": "M7",
            "voters": "so_bieu_quyet",
            "options": ["tan_thanh", "khong_tan_thanh", "khac"],
            "official": "chinh_thuc",
            "present": "co_mat",
        },
        {**VOTE, "khac": 0},
        "26 = 25 + 0 + 0: cộng các loại ý kiến là 25, lệch 1.",
        VOTE,
        {**VOTE, "so_bieu_quyet": 29, "tan_thanh": 28, "co_mat": 30},
        "29 người biểu quyết, chỉ có 28 đảng viên chính thức.",
    ),
    "M8": RuleCase(
        {"rule": "M8", "agree": "tan_thanh", "official": "chinh_thuc"},
        {"tan_thanh": 12, "chinh_thuc": 30},
        "12/30 đảng viên chính thức tán thành, chưa quá nửa (cần ít nhất 16).",
        {"tan_thanh": 16, "chinh_thuc": 30},
        {"tan_thanh": 15, "chinh_thuc": 30},
        "15/30 đảng viên chính thức tán thành, chưa quá nửa (cần ít nhất 16).",
    ),
    "M9": RuleCase(
        {
            "rule": "M9",
            "issued": "phat_ra",
            "returned": "thu_ve",
            "valid": "hop_le",
            "invalid": "khong_hop_le",
            "options": "phuong_an[]",
        },
        {**BALLOTS, "phuong_an": [20, 5, 2]},
        "26 = 20 + 05 + 02: cộng phiếu các phương án là 27, lệch 1.",
        BALLOTS,
        {**BALLOTS, "phat_ra": 27},
    ),
    "M10": RuleCase(
        {"rule": "M10", "total": "tong_so", "present": "co_mat"},
        {"tong_so": 30, "co_mat": 12},
        "12/30, chưa quá 1/2.",
        {"tong_so": 30, "co_mat": 16},
        {"tong_so": 30, "co_mat": 15},
        "15/30, chưa quá 1/2.",
    ),
    "M11": RuleCase(
        {"rule": "M11", "months": "ky_hop[].thang", "kinds": "ky_hop[].loai"},
        {"ky_hop": [m for m in YEAR if m["thang"] != 4]},
        "Chưa có kỳ sinh hoạt thường kỳ của tháng 4.",
        {"ky_hop": YEAR},
        {"ky_hop": [*YEAR[:8], {"thang": 9, "loai": "chuyên đề"}, *YEAR[9:]]},
        "Chưa có kỳ sinh hoạt thường kỳ của tháng 9.",
    ),
    "M12": RuleCase(
        {"rule": "M12", "meeting": "ngay_hop", "posted": "ngay_dang", "issued": "ngay_ban_hanh"},
        {"ngay_hop": "2026-08-05", "ngay_dang": "2026-08-03", "ngay_ban_hanh": "2026-08-08"},
        "Họp ngày 05/8/2026, ban hành ngày 08/8/2026, sau 03 ngày.",
        {"ngay_hop": "2026-08-05", "ngay_dang": "2026-08-03", "ngay_ban_hanh": "2026-08-05"},
        {"ngay_hop": "2026-08-05", "ngay_dang": "2026-08-04", "ngay_ban_hanh": "2026-08-07"},
    ),
    "M13": RuleCase(
        {
            "rule": "M13",
            "scores": "bang_diem[].diem",
            "maxima": "bang_diem[].toi_da",
            "total": "tong_diem",
            "label": "xep_loai",
        },
        {**SCORES, "tong_diem": 90.5},
        "90,5 = 38,5 + 53: cộng điểm các tiêu chí là 91,5, lệch 1.",
        SCORES,
        {
            "bang_diem": [
                {"ten": "Một", "toi_da": 40, "diem": 40.0},
                {"ten": "Hai", "toi_da": 60, "diem": 49.5},
            ],
            "tong_diem": 89.5,
            "xep_loai": "Tốt",
        },
        "89,5 điểm là “Khá”, đang ghi “Tốt”.",
    ),
    "D1": RuleCase(
        {"rule": "D1", "numbers": "so_di[].so", "series": "so_di[].loai", "days": "so_di[].ngay"},
        {"so_di": [*REGISTER, {"so": 9, "loai": "NQ", "ngay": "2026-08-05"}]},
        "Số 09 đã có ở dòng 2.",
        {"so_di": REGISTER},
        {"so_di": [REGISTER[0], {**REGISTER[0], "loai": "BC"}]},
    ),
    "D2": RuleCase(
        {"rule": "D2", "numbers": "so_di[].so", "series": "so_di[].loai", "days": "so_di[].ngay"},
        {"so_di": [REGISTER[0], {"so": 10, "loai": "NQ", "ngay": "2026-08-03"}]},
        "Thiếu số 09.",
        {"so_di": REGISTER},
        {"so_di": [REGISTER[0], {**REGISTER[1], "ngay": "2026-07-01"}]},
    ),
    "D3": RuleCase(
        {"rule": "D3", "line": "so_ky_hieu"},
        {"so_ky_hieu": "Số: 9-NQ/CB"},
        "Đang ghi “Số: 9-NQ/CB”.",
        {"so_ky_hieu": "Số 10-NQ/CB"},
        {"so_ky_hieu": "Số 09-NQ/CB"},
    ),
    "D4": RuleCase(
        {"rule": "D4", "line": "dong_ngay"},
        {"dong_ngay": "Mỹ Thọ, ngày 9 tháng 03 năm 2026"},
        "Đang ghi “ngày 9 tháng 03 năm 2026”.",
        {"dong_ngay": "Mỹ Thọ, ngày 05 tháng 02 năm 2026"},
        {"dong_ngay": "Mỹ Thọ, ngày 09 tháng 3 năm 2026"},
    ),
    "D5": RuleCase(
        {"rule": "D5", **_texts()},
        _text("Báo cáo trước ngày 31/4/2026."),
        "“ngày 31/4/2026”: tháng 4 có 30 ngày.",
        _text("Báo cáo trước ngày 30/4/2026, chi bộ họp thứ Tư, ngày 05/8/2026."),
        _text("Họp ngày 29/02/2026."),
        "“ngày 29/02/2026”: tháng 2 năm 2026 có 28 ngày.",
    ),
    "D6": RuleCase(
        {"rule": "D6", "days": ["ngay_hop", "ngay_ban_hanh"]},
        {"ngay_hop": "2026-08-05", "ngay_ban_hanh": "2026-08-04"},
        "“Ngay hop” ngày 05/8/2026, “Ngay ban hanh” ngày 04/8/2026.",
        {"ngay_hop": "2026-08-05", "ngay_ban_hanh": "2026-08-06"},
        {"ngay_hop": "2026-08-05", "ngay_ban_hanh": "2026-08-05"},
    ),
    "D7": RuleCase(
        {"rule": "D7", "day": "ngay"},
        {"ngay": "2026-05-26"},
        "Bộ mẫu trình bày theo 05-HD/VPTW.",
        {"ngay": "2026-08-05"},
        {"ngay": "2026-05-27"},
    ),
    "D8": RuleCase(
        {"rule": "D8", **_texts()},
        _text("Căn cứ Quy định số 124-QĐ/TW, ngày 04/10/2023 của Bộ Chính trị."),
        "Viện dẫn 124-QĐ/TW (kiểm điểm và đánh giá, xếp loại chất lượng), từ ngày 30/8/2025 đã có văn bản thay thế.",
        _text("Quy định số 366-QĐ/TW thay thế Quy định số 124-QĐ/TW."),
        _text("Căn cứ Hướng dẫn số 36-HD/VPTW."),
        "Viện dẫn 36-HD/VPTW (thể thức và kỹ thuật trình bày văn bản của Đảng), "
        "từ ngày 27/5/2026 đã có văn bản thay thế.",
    ),
    "D9": RuleCase(
        {"rule": "D9", "organ": "don_vi", "kind": "loai"},
        {"don_vi": "Chi bộ ấp 3", "loai": "Hướng dẫn"},
        "Chi bộ ấp 3 ban hành hướng dẫn.",
        {"don_vi": "Chi bộ ấp 3", "loai": "Nghị quyết"},
        {"don_vi": "Đảng ủy xã Mỹ Thọ", "loai": "Quy định"},
    ),
    "D10": RuleCase(
        {"rule": "D10", "texts": "tieu_de"},
        {"tieu_de": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
        "Có “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM” trong văn bản theo 05-HD/VPTW.",
        {"tieu_de": "ĐẢNG CỘNG SẢN VIỆT NAM"},
        {"tieu_de": "Đảng bộ xã Mỹ Thọ, nước Cộng hòa xã hội chủ nghĩa Việt Nam"},
    ),
    "D11": RuleCase(
        {"rule": "D11", "authority": "quyen_han", "organ": "don_vi"},
        {"quyen_han": "TM. CHI BỘ", "don_vi": "Chi bộ ấp 3"},
        "Đang ghi “TM. CHI BỘ”.",
        {"quyen_han": "T/M CHI BỘ", "don_vi": "Chi bộ ấp 3"},
        {"quyen_han": "K/T TRƯỞNG BAN", "don_vi": "Ban Xây dựng Đảng"},
    ),
    "D12": RuleCase(
        {"rule": "D12", **_texts()},
        _text("Kính gửi Huyện ủy và UBND huyện."),
        "Có “Huyện ủy” trong văn bản ngày 05/8/2026.",
        _text("Trước đây Huyện ủy đã biểu dương; nay Đảng ủy xã tiếp tục."),
        _text("Nguyễn Thị Trân ở xã Mỹ Thọ."),
    ),
    "D13": RuleCase(
        {"rule": "D13", **_texts()},
        _text("Hoàn thành trước ngày … tháng 8."),
        "Còn “ngày …”.",
        _text("Trồng lúa, ngô, khoai… trên 172 ha."),
        _text("Đã làm xong….Nay làm tiếp."),
    ),
    "D14": RuleCase(
        {
            "rule": "D14",
            "signer": "nguoi_ky",
            "post": "chuc_vu_ky",
            "holder": "chu_tri",
            "holder_post": "chuc_vu_chu_tri",
        },
        {
            "nguoi_ky": "Trần Văn Hậu",
            "chuc_vu_ky": "Bí thư",
            "chu_tri": "Lê Thị Cẩm Tú",
            "chuc_vu_chu_tri": "Bí thư chi bộ",
        },
        "Bí thư ký là Trần Văn Hậu, trong nội dung Bí thư chi bộ là Lê Thị Cẩm Tú.",
        {
            "nguoi_ky": "Trần Văn Hậu",
            "chuc_vu_ky": "Bí thư",
            "chu_tri": "Trần Văn Hậu",
            "chuc_vu_chu_tri": "Bí thư chi bộ",
        },
        {
            "nguoi_ky": "Trần Văn Hậu",
            "chuc_vu_ky": "Bí thư",
            "chu_tri": "Lê Thị Cẩm Tú",
            "chuc_vu_chu_tri": "Phó Bí thư chi bộ",
        },
    ),
    "T1": RuleCase(
        {"rule": "T1", "total": "tong", "parts": ["trung_uong", "tinh", "xa"]},
        {"tong": 54, "trung_uong": 1, "tinh": 3, "xa": 51},
        "54 = 01 + 03 + 51: cộng các phần là 55, lệch 1.",
        {"tong": 73, "trung_uong": 0, "tinh": 6, "xa": 67},
        {"tong": 0, "trung_uong": 0, "tinh": 0, "xa": 0},
    ),
    "T2": RuleCase(
        {"rule": "T2", "whole": "mo_hinh", "parts": "mo_hinh_moi"},
        {"mo_hinh": 95, "mo_hinh_moi": 98},
        "“Mo hinh moi” là 98, “Mo hinh” là 95, vượt 3.",
        {"mo_hinh": 95, "mo_hinh_moi": 18},
        {"mo_hinh": 95, "mo_hinh_moi": 95},
    ),
    "T3": RuleCase(
        {"rule": "T3", "part": "dat", "whole": "tong", "percent": "ty_le"},
        {"dat": 240, "tong": 260, "ty_le": "93,1%"},
        "240/260 = 92,3%, đang ghi 93,1%.",
        {"dat": 240, "tong": 260, "ty_le": "92,31%"},
        {"dat": 240, "tong": 260, "ty_le": "92,30%"},
        "240/260 = 92,31%, đang ghi 92,30% (mới cắt bớt, chưa làm tròn).",
    ),
    "T4": RuleCase(
        {"rule": "T4", **_texts()},
        _text("Tỷ lệ dự họp đạt 88.9%."),
        "“88.9%” dùng dấu chấm cho số lẻ.",
        _text("Tỷ lệ dự họp đạt 88,9%, phát biểu 52,0%."),
        _text("Tỷ lệ đạt 100%, tăng so với 88,9%."),
    ),
    "T5": RuleCase(
        {"rule": "T5", "now": "nam_nay", "before": "nam_truoc", "change": "tang"},
        {"nam_nay": "88,9%", "nam_truoc": "88,1%", "tang": "0,9"},
        "88,9% - 88,1% = 0,8 điểm %, đang ghi 0,9.",
        {"nam_nay": "88,9%", "nam_truoc": "88,1%", "tang": "0,8"},
        {"nam_nay": "88,1%", "nam_truoc": "88,9%", "tang": "-0,8"},
    ),
    "T6": RuleCase(
        {"rule": "T6", "percents": ["xuat_sac", "tot", "hoan_thanh"]},
        {"xuat_sac": "13,3%", "tot": "76,7%", "hoan_thanh": "10,4%"},
        "13,3% + 76,7% + 10,4% = 100,4%.",
        {"xuat_sac": "33,3%", "tot": "33,3%", "hoan_thanh": "33,3%"},
        {"xuat_sac": "33,4%", "tot": "33,4%", "hoan_thanh": "33,4%"},
    ),
    "T7": RuleCase(
        {"rule": "T7", "part": "dat", "whole": "tong", "percent": "ty_le"},
        {"dat": 46, "tong": 46, "ty_le": "98,9%"},
        "46/46 là 100%, đang ghi 98,9%.",
        {"dat": 46, "tong": 46, "ty_le": "100%"},
        {"dat": 45, "tong": 46, "ty_le": "100%"},
        "45/46 là 97,83%, đang ghi 100%.",
    ),
    "T8": RuleCase(
        {
            "rule": "T8",
            "start": "dau_nam",
            "gains": ["ket_nap", "chuyen_den"],
            "losses": ["chuyen_di", "tu_tran"],
            "end": "cuoi_nam",
        },
        {**MOVES, "cuoi_nam": 34},
        "31 + 02 + 02 - 01 - 01 = 33, “Cuoi nam” ghi 34, lệch 1.",
        MOVES,
        {"dau_nam": 33, "ket_nap": 0, "chuyen_den": 0, "chuyen_di": 0, "tu_tran": 0, "cuoi_nam": 33},
    ),
    "T9": RuleCase(
        {
            "rule": "T9",
            "levels": ["xuat_sac", "tot", "hoan_thanh", "khong"],
            "rated": "xep_loai",
            "members": "tong_so",
            "not_rated": "chua",
        },
        {**LEVELS, "hoan_thanh": 2},
        "30 = 04 + 23 + 02 + 0: cộng các mức là 29, lệch 1.",
        LEVELS,
        {**LEVELS, "chua": 2},
        "33 - 02 = 31, “Xep loai” ghi 30, lệch 1.",
    ),
    "T10": RuleCase(
        {"rule": "T10", "excellent": "xuat_sac", "good": "tot"},
        {"xuat_sac": 1, "tot": 4},
        "20% của 4 (tốt) là 0,8, tối đa 0; đang ghi 01.",
        {"xuat_sac": 0, "tot": 4},
        {"xuat_sac": 4, "tot": 20},
    ),
    "T11": RuleCase(
        {"rule": "T11", "score": "diem", "label": "xep_loai", "above": "vuot_muc"},
        {"diem": 89.99, "xep_loai": "Hoàn thành xuất sắc nhiệm vụ", "vuot_muc": 40},
        "89,99 điểm ứng với “Hoàn thành tốt nhiệm vụ”, đang ghi “Hoàn thành xuất sắc nhiệm vụ”.",
        {"diem": 89.99, "xep_loai": "Hoàn thành tốt nhiệm vụ", "vuot_muc": 40},
        {"diem": 90.0, "xep_loai": "Hoàn thành xuất sắc nhiệm vụ", "vuot_muc": 30},
    ),
    "T12": RuleCase(
        {"rule": "T12", "disciplined": "ky_luat", "label": "xep_loai"},
        {"ky_luat": 1, "xep_loai": "Hoàn thành xuất sắc nhiệm vụ"},
        "Có 01 đảng viên bị kỷ luật trong năm, đang ghi “Hoàn thành xuất sắc nhiệm vụ”.",
        {"ky_luat": 1, "xep_loai": "Hoàn thành tốt nhiệm vụ"},
        {"ky_luat": 0, "xep_loai": "Hoàn thành xuất sắc nhiệm vụ"},
    ),
    "T13": RuleCase(
        {"rule": "T13", **_texts()},
        _text("Hồ sơ gồm 64 (sáu mươi lăm) tờ."),
        "Bằng số 64, bằng chữ “sáu mươi lăm” là 65.",
        _text("Hồ sơ gồm 64 (sáu mươi tư) tờ."),
        _text("Chi 1.250.000 đồng (Bằng chữ: Một triệu hai trăm năm mươi nghìn đồng)."),
    ),
    "T14": RuleCase(
        {"rule": "T14", "figure": "cuoi_nam", "texts": "*", "phrases": "cuối năm có {} đảng viên"},
        {"cuoi_nam": 33, "noi_dung": "Đến cuối năm có 34 đảng viên."},
        "Trong câu “cuối năm có 34 đảng viên” là 34, “Cuoi nam” ghi 33.",
        {"cuoi_nam": 33, "noi_dung": "Đến cuối năm có 33 đảng viên."},
        {"cuoi_nam": 5, "noi_dung": "Đến cuối năm có 05 đảng viên."},
    ),
}
