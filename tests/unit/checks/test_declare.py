"""The [[check]] tables are read strictly: what is unknown is told with a guess."""

from pathlib import Path

import pytest

from service.catalog.package import load_package
from service.checks.declare import understand
from service.checks.judge import faults, find
from service.errors import BrokenPackage
from service.model import Submission
from tests.builders import a_form, a_package
from tests.builders_checks import a_form_like

FORM = a_form_like({"tong_so": 30, "co_mat": 27, "vang": [{"so": 1, "ten": "An"}], "ghi_chu": "x"})
SOUND = {"rule": "M1", "total": "tong_so", "present": "co_mat", "absent": "sum(vang[].so)"}
HEAD = 'title = "Giấy mời"\nversion = "1.0"\nlayout = "ca-nhan"\n[[document]]\ntemplate = "giay-moi.docx"\n'


def told(table: dict[str, object]) -> list[str]:
    return [f"{f.found} {f.mend}" for f in understand([table], FORM).findings]


def test_a_sound_table_is_understood() -> None:
    declared = understand([SOUND], FORM)
    assert declared.findings == () and declared.checks[0].rule.id == "M1"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rule": "M99"}, "Không có quy tắc “M99”. Dùng một trong: M1"),
        ({"rule": None}, "Không có quy tắc “None”."),
        ({"total": "tong_soo"}, "total: biểu mẫu không có trường “tong_soo”. Ý bạn là “tong_so”?"),
        ({"present": ["co_mat"]}, "present chỉ nhận một trường."),
        ({"present": "vang[].so"}, "dẫn tới nhiều giá trị"),
        ({"presnt": "co_mat"}, "Quy tắc không có tham số “presnt”. Ý bạn là “present”?"),
        ({"each": "tong_so"}, "each = 'tong_so' không phải danh sách."),
        ({"each": "tong_so[]"}, "không phải danh sách"),
        ({"severity": "X"}, "severity = 'X' không dùng được. Chọn: E, W, I, tắt."),
    ],
)
def test_a_fault_is_told(change: dict[str, object], words: str) -> None:
    table = {**SOUND, **change}
    assert any(words in line for line in told(table)), told(table)


def test_what_a_rule_needs_must_be_named() -> None:
    assert told({k: v for k, v in SOUND.items() if k != "absent"}) == [
        "Thiếu tham số. Cần: total, present, absent."
    ]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (
            {"rule": "M10", "total": "tong_so", "present": "co_mat", "occasion": "họp"},
            "Chọn: thường kỳ, đại hội, kết nạp.",
        ),
        ({"rule": "M8", "agree": "tong_so", "official": "co_mat", "only": 5}, "only phải là chữ"),
        ({"rule": "T14", "figure": "tong_so", "texts": "*", "phrases": "không có chỗ"}, "đúng một {}"),
        ({"rule": "T14", "figure": "tong_so", "texts": "*", "phrases": []}, "phrases phải là chữ"),
    ],
)
def test_words_are_judged_too(table: dict[str, object], words: str) -> None:
    assert any(words in line for line in told(table)), told(table)


def a_faulty_package(folder: Path) -> Path:
    toml = HEAD + '[[check]]\nrule = "M3"\ntotal = "tong"\nofficial = "so"\nprobationary = "so"\n'
    form = a_form(so="integer", ho_ten="string")
    return a_package(folder, form=form, sample={"so": 1, "ho_ten": "An"}, toml=toml)


def test_a_package_with_a_faulty_table_says_where_and_judges_nothing(tmp_path: Path) -> None:
    package = load_package(a_faulty_package(tmp_path))
    fault = faults(package)[0]
    assert (fault.rule, fault.severity, fault.place) == ("P18", "E", "package.toml, [[check]] thứ 1 (M3)")
    with pytest.raises(BrokenPackage, match=r"thứ 1 \(M3\)"):
        find(package, Submission.of({"so": 1, "ho_ten": "An"}))


def test_check_must_be_tables(tmp_path: Path) -> None:
    toml = 'check = "M1"\n' + HEAD
    with pytest.raises(BrokenPackage, match="check phải là"):
        load_package(a_package(tmp_path, toml=toml))


def test_a_package_without_checks_is_silent(tmp_path: Path) -> None:
    package = load_package(a_package(tmp_path))
    assert find(package, Submission.of({"ho_ten": "An"})) == ()
