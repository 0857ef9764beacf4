"""A value that was filled in and that no document shows is named, with the condition; nothing else is."""

from pathlib import Path
from typing import Any

import pytest

from service.catalog.package import Package, load_package
from service.checks.judge import judge
from service.checks.override import Override
from service.checks.rulefiles import load_rulebook
from service.checks.unprinted import MOST_CONDITIONS, places_of
from service.model import Submission
from tests.builders import a_docx, a_form, a_package

TEXT = {"type": "string"}
FORM = a_form(
    ten={**TEXT, "title": "Tên"},
    chuyen_de={**TEXT, "title": "Chuyên đề"},
    tom_tat={**TEXT, "title": "Tóm tắt"},
    in_ngay={"type": "boolean", "title": "In ngày"},
    so={"type": "integer", "title": "Số"},
    loai={**TEXT, "title": "Loại", "default": "thường kỳ"},
    ghi_chu={"type": "array", "title": "Ghi chú", "items": TEXT},
    required=["ten"],
)
BLANK = {
    "ten": "An",
    "chuyen_de": "",
    "tom_tat": "",
    "in_ngay": False,
    "so": None,
    "loai": None,
    "ghi_chu": [],
}


def told(folder: Path, *texts: str, form: Any = FORM, when: str = "", **values: Any) -> list[str]:
    toml = 'title = "A"\nversion = "1"\nlayout = "dang"\n[[document]]\ntemplate = "a.docx"\n'
    toml += f"when = {when!r}\n" if when else ""
    sample = {**BLANK, "tom_tat": "x"}
    a_package(
        folder, "a", documents={"a.docx": a_docx("{{ ten }}", *texts)}, form=form, sample=sample, toml=toml
    )
    package: Package = load_package(folder / "a")
    return [f.found for f in judge(package, Submission.of({**BLANK, **values})).findings if f.rule == "P19"]


BEHIND = "{% if chuyen_de %}{{ chuyen_de }}: {{ tom_tat }}{% endif %}"


def test_a_value_behind_a_blank_one_is_named_with_the_reason(tmp_path: Path) -> None:
    assert told(tmp_path, BEHIND, tom_tat="Tốt") == [
        "“Tóm tắt” đã nhập nhưng không in, vì “Chuyên đề” để trống hoặc không chọn."
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (BEHIND, {"tom_tat": "Tốt", "chuyen_de": "Học tập"}),
        (BEHIND, {}),
        (BEHIND + "{{ tom_tat }}", {"tom_tat": "Tốt"}),
        ("{% if chuyen_de %}{% else %}{{ tom_tat }}{% endif %}", {"tom_tat": "Tốt"}),
        ("{% if tom_tat %}{{ tom_tat }}{% endif %}", {"tom_tat": "Tốt"}),
        ("{% if in_ngay %}có{% endif %}{{ tom_tat }}", {"in_ngay": True, "tom_tat": "x"}),
        ("{% if chuyen_de %}{{ loai }}{% endif %}", {"loai": "thường kỳ"}),
        ("{% if in_ngay %}{{ so }}{% endif %}", {"so": 0}),
        ("{% for g in ghi_chu %}{% if g %}{{ tom_tat }}{% endif %}{% endfor %}", {"tom_tat": "x"}),
        ("{% if so > 3 %}{{ tom_tat }}{% endif %}", {"tom_tat": "không tính được điều kiện"}),
        ("", {"tom_tat": "không mẫu nào in"}),
    ],
)
def test_nothing_is_said_of_what_is_printed_or_cannot_be_known(
    tmp_path: Path, text: str, values: dict[str, Any]
) -> None:
    assert told(tmp_path, text, **values) == []


@pytest.mark.parametrize(
    ("text", "values", "why"),
    [
        ("{% if in_ngay %}{{ so }}{% endif %}", {"so": 5}, "“In ngày” để trống hoặc không chọn"),
        ("{% if so > 3 %}{{ tom_tat }}{% endif %}", {"so": 2, "tom_tat": "x"}, "điều kiện về “Số” được thỏa"),
        (
            "{% if chuyen_de %}{% else %}{{ tom_tat }}{% endif %}",
            {"chuyen_de": "a", "tom_tat": "x"},
            "“Chuyên đề”",
        ),
        (
            "{% if in_ngay %}{% for g in ghi_chu %}{{ g }}{% endfor %}{% endif %}",
            {"ghi_chu": ["x"]},
            "“In ngày”",
        ),
        ("{% if in_ngay %}{{ so }}{% elif chuyen_de %}{{ so }}{% endif %}", {"so": 5}, "“In ngày”"),
    ],
)
def test_every_kind_of_condition_is_understood(
    tmp_path: Path, text: str, values: dict[str, Any], why: str
) -> None:
    (found,) = told(tmp_path, text, **values)
    assert why in found


def test_a_document_that_is_not_made_prints_nothing(tmp_path: Path) -> None:
    assert told(tmp_path / "1", "{{ tom_tat }}", when="in_ngay", tom_tat="x") != []
    assert told(tmp_path / "2", "{{ tom_tat }}", when="in_ngay", tom_tat="x", in_ngay=True) == []


def test_what_must_be_filled_in_is_not_named(tmp_path: Path) -> None:
    form = {**FORM, "required": ["ten", "tom_tat"]}
    assert told(tmp_path, BEHIND, form=form, tom_tat="Tốt") == []


@pytest.mark.parametrize(("level", "found"), [("E", ["E"]), ("W", ["W"]), ("I", ["I"]), ("tắt", [])])
def test_an_office_says_how_much_it_weighs(tmp_path: Path, level: str, found: list[str]) -> None:
    told(tmp_path, BEHIND)
    (tmp_path / "quy-tac").mkdir()
    (tmp_path / "quy-tac/rieng.toml").write_text(f'[rule.P19]\nseverity = "{level}"\n', "utf-8")
    book = load_rulebook(tmp_path / "quy-tac")
    package, values = load_package(tmp_path / "a"), Submission.of({**BLANK, "tom_tat": "Tốt"})
    judgement = judge(package, values, book=book)
    assert [f.severity for f in judgement.findings] == found
    assert bool(judgement.blocking) is (level == "E")
    answer = Override("P19", "/tom_tat", "Chuyên đề sẽ bổ sung sau cuộc họp")
    passed = judge(package, values, book=book, overrides=[answer])
    assert [p.finding.rule for p in passed.passed] == (["P19"] if level == "E" else [])


def test_it_stops_no_paper_of_itself_and_too_many_conditions_are_left_alone(tmp_path: Path) -> None:
    many = "".join(f"{{% if so == {n} %}}{{{{ tom_tat }}}}{{% endif %}}" for n in range(MOST_CONDITIONS + 1))
    assert told(tmp_path / "1", many, tom_tat="x", so=9_999) == []
    assert told(tmp_path / "2", BEHIND, tom_tat="x")
    package = load_package(tmp_path / "2" / "a")
    assert judge(package, Submission.of({**BLANK, "tom_tat": "x"})).blocking == ()
    assert [path for path, _, _ in places_of(package).guarded] == [("tom_tat",)]
