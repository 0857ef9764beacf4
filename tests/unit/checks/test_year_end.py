"""A year's figures as reports give them: the three that do not agree are found, with the arithmetic, and no other."""

import copy
from datetime import date
from pathlib import Path

import pytest

from service.catalog.package import Package, load_package
from service.checks.judge import find
from service.forms.clean import clean
from service.model import Severity
from tests.builders_checks import found, told

# Counts, shares, levels and subsets of several yearly reports, put into one form.
FIGURES = {
    "chi_bo_ghi_so": {"dat": 46, "tong": 46, "ty_le": "100%"},
    "dang_vien_ghi_so": {"dat": 5_631, "tong": 5_631, "ty_le": "100%"},
    "dang_bo_vung_manh": {"dat": 40, "tong": 45, "ty_le": "88,9%", "nam_truoc": "88,1%", "tang": "0,8"},
    "chi_bo_vung_manh": {"dat": 240, "tong": 260, "ty_le": "92,30%", "nam_truoc": "91,44%", "tang": "0,86"},
    "tap_the": {"tong": 54, "trung_uong": 1, "tinh": 3, "huyen": 51},
    "ca_nhan": {"tong": 73, "tinh": 6, "huyen": 67},
    "mo_hinh_chi_bo": {"tong": 95, "moi": 18},
    "mo_hinh_dang_vien": {"tong": 255, "moi": 98},
    "xa": {"dat": 152, "tong": 152, "ty_le": "100%"},
    "cam_ket": {"tong": 142_597, "lanh_dao": 46_123},
    "kiem_tra_to_chuc": {"tong": 808, "tinh": 25},
    "kiem_tra_dang_vien": {"tong": 1_666, "dung_dau": 9, "dang_vien": 28},
    "dien_hinh": {"tong": 12_651, "tinh": 38, "huyen": 4_403, "xa": 8_570},
    "khen_tap_the": {"luot": 67, "tinh": 2},
    "khen_ca_nhan": {"luot": 126, "tinh": 4},
}


def _share(group):
    names = {"part": f"{group}.dat", "whole": f"{group}.tong", "percent": f"{group}.ty_le"}
    return [{"rule": "T3", **names}, {"rule": "T7", **names}]


def _subset(group, whole, *parts):
    return {"rule": "T2", "whole": f"{group}.{whole}", "parts": [f"{group}.{p}" for p in parts]}


def _total(group, *parts):
    return {"rule": "T1", "total": f"{group}.tong", "parts": [f"{group}.{p}" for p in parts]}


def _change(group):
    return {"rule": "T5", "now": f"{group}.ty_le", "before": f"{group}.nam_truoc", "change": f"{group}.tang"}


TABLES = [
    *_share("chi_bo_ghi_so"),
    *_share("dang_vien_ghi_so"),
    *_share("dang_bo_vung_manh"),
    *_share("chi_bo_vung_manh"),
    *_share("xa"),
    {"rule": "T4", "percents": ["dang_bo_vung_manh.ty_le", "chi_bo_vung_manh.ty_le"]},
    _change("dang_bo_vung_manh"),
    _change("chi_bo_vung_manh"),
    _total("tap_the", "trung_uong", "tinh", "huyen"),
    _total("ca_nhan", "tinh", "huyen"),
    _total("dien_hinh", "tinh", "huyen", "xa"),
    _subset("mo_hinh_chi_bo", "tong", "moi"),
    _subset("mo_hinh_dang_vien", "tong", "moi"),
    _subset("cam_ket", "tong", "lanh_dao"),
    _subset("kiem_tra_to_chuc", "tong", "tinh"),
    _subset("kiem_tra_dang_vien", "tong", "dung_dau", "dang_vien"),
    _subset("khen_tap_the", "luot", "tinh"),
    _subset("khen_ca_nhan", "luot", "tinh"),
]


def test_exactly_the_figures_that_disagree_are_found() -> None:
    told = [(f.rule, f.severity.value, f.pointer, f.found) for f in found(TABLES, FIGURES)]
    assert told == [
        (
            "T3",
            "W",
            "/chi_bo_vung_manh/ty_le",
            "240/260 = 92,31%, đang ghi 92,30% (mới cắt bớt, chưa làm tròn).",
        ),
        ("T4", "W", "/chi_bo_vung_manh/ty_le", "Số lẻ khác nhau: 88,9%, 92,30%."),
        ("T1", "E", "/tap_the/tong", "54 = 01 + 03 + 51: cộng các phần là 55, lệch 1."),
        ("T1", "E", "/dien_hinh/tong", "12.651 = 38 + 4.403 + 8.570: cộng các phần là 13.011, lệch 360."),
    ]


def test_a_sum_that_is_off_names_the_levels_that_may_be_wrong() -> None:
    mends = {f.pointer: f.mend for f in found(TABLES, FIGURES) if f.severity is Severity.ERROR}
    assert mends["/dien_hinh/tong"] == (
        "Đếm lại rồi sửa cho khớp. Nếu chỉ sai một số: Huyen là 4.043 (có thể đảo chữ số), hoặc Xa là 8.210."
    )
    assert mends["/tap_the/tong"] == (
        "Đếm lại rồi sửa cho khớp. Nếu chỉ sai một số: Trung uong là 0, hoặc Tinh là 02, hoặc Huyen là 50."
    )


def test_the_same_figures_in_sentences_are_found_too() -> None:
    text = (
        "Có 40/45 chi bộ, đảng bộ đạt tiêu chuẩn (chiếm 88,9%, tăng 0,8% so năm trước); 240/260 chi bộ trực thuộc đạt "
        "(chiếm 92,30%, tăng 0,86%). Đã ghi danh được 12.651 điển hình, trong đó cấp tỉnh 38 điển hình, cấp huyện "
        "4.403 điển hình, cấp xã 8.570 điển hình. Toàn tỉnh có 152/152 xã tham gia, đạt 100%; 142.597 lượt cam kết, "
        "trong đó có 46.123 lượt cán bộ. Trong 65 năm (23/9/1958-23/9/2023) và 75 năm (11/6/1948-11/6/2023)."
    )
    tables = [
        {"rule": rule, "texts": "*"} for rule in ("T1", "T3", "T4", "T7", "T13", "D4", "D5", "D8", "D13")
    ]
    told = [(f.rule, f.found) for f in found(tables, {"noi_dung": text}, day=date(2023, 5, 15))]
    assert told == [
        ("T1", "12.651 = 38 + 4.403 + 8.570: tổng các cấp là 13.011, lệch 360."),
        ("T3", "240/260 = 92,31%, đang ghi 92,30% (mới cắt bớt, chưa làm tròn)."),
        ("T4", "Trong một câu có số lẻ khác nhau: 88,9%, 92,30%."),
    ]


# The same figures as sentences of the year-end report itself, beside a sample whose own figures agree.
REPORT = {
    "dac_diem": "Đảng bộ có 285 đảng viên, 10 chi bộ; trên 85% đảng viên tham gia.",
    "chinh_tri_tu_tuong": (
        "Có 46/46 chi bộ, đảng bộ (đạt 100%) và 5.631/5.631 đảng viên (đạt 100%) đăng ký làm theo, ba năm liền "
        "(2019 - 2021). Khen 67 lượt tập thể và 126 lượt cá nhân, trong đó 2 tập thể và 4 cá nhân được cấp tỉnh khen. "
        "Trên 95% tổ chức hoàn thành tốt nhiệm vụ, trong đó 20% hoàn thành xuất sắc."
    ),
    "to_chuc_dang_vien": (
        "Có 40/45 chi bộ, đảng bộ đạt trong sạch vững mạnh (chiếm 88,9%, tăng 0,8% so năm 2010); 240/260 chi bộ trực "
        "thuộc đạt (chiếm 92,30%, tăng 0,86% so năm 2010); 90,83% đảng viên đủ tư cách, tăng 4,39%."
    ),
    "hoc_tap_lam_theo_bac": (
        "Qua bốn năm đã có 54 tập thể điển hình và 73 cá nhân tiêu biểu. Trong đó, có 01 tập thể được TW khen thưởng, "
        "03 tập thể và 06 cá nhân được UBND tỉnh tặng bằng khen, 51 tập thể và 67 cá nhân được huyện tặng giấy khen. "
        "Xây 110 cây cầu, trị giá khoảng 20 tỷ đồng; 11 căn nhà cho 13 thành viên."
    ),
    "kinh_te_xa_hoi": "Đăng ký 95 mô hình (có 18 mô hình mới); chi bộ đăng ký 255 mô hình (có 98 mô hình mới).",
    "kiem_tra_giam_sat": (
        "Kiểm tra 808 tổ chức, trong đó cấp tỉnh 25 tổ chức; kiểm tra 1.666 đảng viên, trong đó có 9 đảng viên là "
        "người đứng đầu và 28 đảng viên diện quản lý. Thi hành kỷ luật 168 đảng viên và 07 đơn vị."
    ),
    "dan_van_doan_the": (
        "Hội nghị tuyên vận tổ chức ở 152/152 xã, phường, đạt 100%; 48 chủ đề trong 24 tháng cho 2 loại hình chi bộ, "
        "in 104.400 cuốn. Có 142.597 lượt đăng ký cam kết, trong đó có 46.123 lượt cán bộ lãnh đạo, quản lý. Đã "
        "ghi danh 12.651 tập thể, cá nhân điển hình, trong đó cấp tỉnh 38 điển hình, cấp huyện 4.403 điển hình, "
        "cấp xã 8.570 điển hình."
    ),
    "bai_hoc": "Thi đua kỷ niệm 65 năm (23/9/1958 - 23/9/2023) và 75 năm (11/6/1948 - 11/6/2023).",
}
AGREEING = {
    "lam_theo_bac": {
        "dang_ky": 142_597,
        "lanh_dao": 46_123,
        "mo_hinh": 95,
        "mo_hinh_moi": 18,
        "gia_tri": None,
    },
    "khen_thuong": [
        {"cap": "Trung ương", "tap_the": 1, "ca_nhan": 0},
        {"cap": "Tỉnh", "tap_the": 3, "ca_nhan": 6},
    ],
}


@pytest.fixture(scope="module")
def report() -> Package:
    return load_package(Path(__file__).parents[3] / "docx_templates" / "bao-cao-tong-ket-nam")


def test_put_into_the_year_end_form_they_give_the_same_findings_and_none_besides(report: Package) -> None:
    values = {**copy.deepcopy(report.sample), **REPORT, **AGREEING}
    findings = find(report, clean(report.form, values, lenient=False), today=date(2027, 1, 31))
    assert [(f.rule, f.severity.value, f.pointer, f.found) for f in findings] == [
        ("T1", "W", "/hoc_tap_lam_theo_bac", "54 tập thể = 01 + 03 + 51: tổng các cấp là 55, lệch 1."),
        ("T1", "E", "/dan_van_doan_the", "12.651 = 38 + 4.403 + 8.570: tổng các cấp là 13.011, lệch 360."),
        ("T3", "W", "/to_chuc_dang_vien", "240/260 = 92,31%, đang ghi 92,30% (mới cắt bớt, chưa làm tròn)."),
        ("T4", "W", "/to_chuc_dang_vien", "Trong một câu có số lẻ khác nhau: 88,9%, 92,30%."),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Có 54 tập thể. Trong đó, 01 tập thể được TW khen, 53 tập thể được tỉnh khen.", []),
        (
            "Có 54 tập thể. Trong đó, 02 tập thể được TW khen, 53 tập thể được tỉnh khen.",
            ["54 tập thể = 02 + 53"],
        ),
        ("Có 54 tập thể. Trong đó, 02 tập thể được tỉnh khen, 53 tập thể được tỉnh biểu dương.", []),
        ("Có 54 tập thể. Trong đó, 30 tập thể trẻ, 25 tập thể nữ.", []),
        ("Có 54 tập thể, 20 tập thể cũ. Trong đó, 40 tập thể được TW khen, 53 tập thể được tỉnh khen.", []),
        (
            "Có 5 cá nhân; trong đó 3 cá nhân được xã khen, 3 cá nhân được tỉnh khen, 02 tập thể được TW khen.",
            ["cá nhân = 03 + 03"],
        ),
    ],
)
def test_levels_of_awards_are_added_up_only_where_they_exclude_each_other(text: str, said: list[str]) -> None:
    findings = told({"rule": "T1", "texts": "*"}, {"noi_dung": text})
    assert len(findings) == len(said)
    for finding, words in zip(findings, said, strict=True):
        assert finding.startswith("W /noi_dung") and words in finding
