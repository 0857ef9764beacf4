"""Names in templates are held against the form."""

import pytest

from service.catalog.names import find_name_faults, find_unused, path_of, pointer_of
from service.catalog.tags import Variable, find_text_variables
from service.forms.schema import load_form
from service.model import Severity
from tests.builders import a_form, a_list

FORM = load_form(
    a_form(
        ho_ten="string",
        co="boolean",
        don_vi={"type": "object", "properties": {"ten": {"type": "string", "title": "Tên"}}},
        vang=a_list(ho_ten="string", ly_do="string"),
    )
)


def variables(text: str) -> list[Variable]:
    return find_text_variables(text, "thân văn bản, đoạn 1")


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("{{ ho_tn }}", "Ý bạn là {{ ho_ten }}?"),
        ("{{ don_vi.tn }}", "Ý bạn là {{ don_vi.ten }}?"),
        ("{% for d in vang %}{{ d.ly_doo }}{% endfor %}", "Ý bạn là {{ vang[].ly_do }}?"),
        ("{{ hoan_toan_khac }}", "Thêm trường “hoan_toan_khac”"),
        ("{{ ho_ten.dem }}", "Thêm trường “dem”"),
    ],
)
def test_an_unknown_name_is_told_with_the_one_perhaps_meant(text: str, mend: str) -> None:
    found = [f for f in find_name_faults(variables(text), FORM) if f.rule == "P6"]
    assert len(found) == 1 and mend in found[0].mend


@pytest.mark.parametrize(
    "text",
    [
        "{{ ho_ten }}{{ don_vi.ten }}{{ co|co_khong }}{{ vang|length }}{% if co %}{% endif %}",
        "{% for d in vang %}{{ d.ho_ten }}{{ loop.index }}{% endfor %}",
    ],
)
def test_right_uses_are_silent(text: str) -> None:
    assert find_name_faults(variables(text), FORM) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ vang }}", "danh sách"),
        ("{{ don_vi }}", "nhóm trường"),
        ("{{ co }}", "đúng/sai"),
        ("{% for d in ho_ten %}{% endfor %}", "không phải danh sách"),
    ],
)
def test_a_value_used_against_its_kind_is_told(text: str, words: str) -> None:
    found = find_name_faults(variables(text), FORM)
    assert [f.rule for f in found] == ["P13"] and words in found[0].found


def test_fields_that_nothing_uses_are_warned_about() -> None:
    found = find_unused(
        variables("{{ don_vi.ten }}{% for d in vang %}{{ d.ho_ten }}{% endfor %}"), FORM, ["co"]
    )
    assert [(f.pointer, f.severity) for f in found] == [
        ("/ho_ten", Severity.WARNING),
        ("/vang/*/ly_do", Severity.WARNING),
    ]


def test_a_list_that_nothing_uses_is_told_once() -> None:
    found = find_unused(variables("{{ ho_ten }}{{ co|co_khong }}{{ don_vi.ten }}"), FORM)
    assert [f.pointer for f in found] == ["/vang"]


def test_paths_and_pointers_are_inverse() -> None:
    assert pointer_of("a.ds[].b") == "/a/ds/*/b"
    assert path_of("/a/ds/*/b") == "a.ds[].b"
