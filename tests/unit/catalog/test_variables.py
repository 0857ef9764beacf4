"""Uses of values are read from the syntax tree as dotted paths."""

import pytest

from service.catalog.sandbox import sandbox
from service.catalog.variables import How, Use, find_uses


def uses(source: str) -> list[Use]:
    return find_uses(sandbox(xml=False).parse(source))


def paths(source: str) -> list[str]:
    return [u.path for u in uses(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ a.b.c }}", ["a.b.c"]),
        ("{{ a['b'] }}", ["a.b"]),
        ("{{ ds[0].ten }}", ["ds[].ten"]),
        ("{{ ds[i] }}", ["ds[]", "i"]),
        ("{% for d in vang %}{{ d.ho_ten }}{{ loop.index }}{% endfor %}", ["vang", "vang[].ho_ten"]),
        (
            "{% for a in x.ds %}{% for b in a.ds %}{{ b }}{% endfor %}{% endfor %}",
            ["x.ds", "x.ds[].ds", "x.ds[].ds[]"],
        ),
        (
            "{% for a in ds if a.co %}{{ a.ten }}{% else %}{{ khac }}{% endfor %}",
            ["ds", "ds[].co", "ds[].ten", "khac"],
        ),
        ("{% for a in ds|sort(attribute='ten') %}{{ a.so }}{% endfor %}", ["ds", "ds[].ten", "ds[].so"]),
        ("{{ (ds|first).ten }}", ["ds[].ten"]),
        ("{{ ds|cot('ten')|join(', ') }}", ["ds", "ds[].ten"]),
        ("{{ ds|xep_ten|length }}", ["ds", "ds[].ho_ten"]),
        ("{{ ds|tong('diem') }}", ["ds", "ds[].diem"]),
        ("{% for t in ds|cot('ten') %}{{ t }}{% endfor %}", ["ds", "ds[].ten"]),
        ("{% set d = don_vi %}{{ d.ten }}", ["don_vi", "don_vi.ten"]),
        ("{{ a if b else c }}", ["b", "a", "c"]),
        ("{{ a ~ b }}{{ c + d }}", ["a", "b", "c", "d"]),
        ("{% if a is defined and b > 1 %}{% endif %}", ["a", "b"]),
        ("{{ 'chữ' }}", []),
    ],
)
def test_paths(source: str, expected: list[str]) -> None:
    assert paths(source) == expected


def test_how_a_value_is_used_and_under_which_filters() -> None:
    found = uses("{% if a %}{{ b|hoa|trim }}{% endif %}{{ c + 1 }}")
    assert [(u.path, u.how, u.filters, u.conditional) for u in found] == [
        ("a", How.TEST, (), False),
        ("b", How.PRINT, ("hoa", "trim"), True),
        ("c", How.ARGUMENT, (), False),
    ]


def test_a_loop_name_ends_with_its_loop() -> None:
    assert paths("{% for d in ds %}{% endfor %}{{ d.ten }}") == ["ds", "d.ten"]


def test_lines_are_those_of_the_tags() -> None:
    assert [u.line for u in uses("{{\na }}{{\nb }}")] == [2, 3]
