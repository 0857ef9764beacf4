"""The sandbox: prints what was typed, reaches nothing, ends in bounded time and size, and says why it refuses."""

from collections.abc import Callable

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.catalog import sandbox as room
from service.catalog.sandbox import RENDER_ERRORS, explain, inspect_source, sandbox


def xml(source: str, **values: object) -> str:
    return sandbox(xml=True).from_string(source).render(values)


def text(source: str, **values: object) -> str:
    return sandbox(xml=False).from_string(source).render(values)


HOSTILE = """&<>"'{{ x }}{% for %}{# #}"""


@given(st.text())
def test_a_value_is_printed_as_typed_and_never_run(value: str):
    assert text("{{ x }}", x=value) == value
    assert text("{{ x ~ x }}", x=value) == value + value


def test_values_are_escaped_in_xml_wherever_they_come_from():
    escaped = "&amp;&lt;&gt;&#34;&#39;{{ x }}{% for %}{# #}"
    for expression in (
        "x",
        "x ~ ''",
        "x | e",
        "[x] | join",
        "x | replace('z', 'y')",
        "x | trim",
        "[x] | first",
    ):
        assert xml("{{ " + expression + " }}", x=HOSTILE) == escaped


def test_none_is_printed_as_nothing_even_when_joined():
    assert text("[{{ x }}][{{ x ~ x }}][{{ 'a' if x }}]", x=None) == "[][][]"


def test_numbers_are_printed_with_a_comma_and_no_grouping():
    assert text("{{ a }} {{ b }} {{ a ~ '' }} {{ c }}", a=88.9, b=2026, c=8.0) == "88,9 2026 88,9 8"


@pytest.mark.parametrize("value", [True, [1], {"a": 1}])
def test_what_has_no_printed_form_is_refused(value: object):
    for source in ("{{ x }}", "{{ 'a' ~ x }}"):
        with pytest.raises(ValueError, match="in"):
            text(source, x=value)


def test_loops_know_their_place():
    source = (
        "{% for x in xs %}{{ loop.index }}/{{ loop.length }}{{ x }}{{ ';' if not loop.last }}{% endfor %}"
    )
    assert text(source, xs=["a", "b"]) == "1/2a;2/2b"
    assert (
        text(
            "{% for x in xs if x > 1 %}{{ loop.first ~ '' if false }}{{ x }}{% else %}-{% endfor %}",
            xs=[1, 2],
        )
        == "2"
    )
    assert text("{% for x in xs %}{% else %}trống{% endfor %}", xs=None) == "trống"


def test_members_of_data_win_over_the_methods_of_python():
    assert text(
        "{{ d.items }} {{ d['keys'] }} {{ xs[1] }} {{ xs[-1:] | first }}",
        d={"items": 1, "keys": 2},
        xs=[3, 4],
    )
    with pytest.raises(jinja2.UndefinedError, match="“upper”"):
        text("{{ x.upper }}", x="a")


def test_a_missing_name_is_told_with_the_likely_one():
    with pytest.raises(jinja2.UndefinedError, match="Không có giá trị cho “ho_ten”"):
        text("{{ ho_ten }}")
    with pytest.raises(jinja2.UndefinedError, match=r"“dia_chii”.*“dia_chi”"):
        text("{{ d.dia_chii }}", d={"dia_chi": 1, "ten": 2})
    with pytest.raises(jinja2.UndefinedError, match="“d”"):
        text("{{ d.a.b }}")
    with pytest.raises(jinja2.UndefinedError, match="“d”"):
        text("{% for x in d %}{% endfor %}")


def test_a_condition_can_be_compiled_alone():
    holds = sandbox(xml=False).compile_expression("diem >= 90 and ten ~ '' != ''", undefined_to_none=False)
    assert holds(diem=92.5, ten="An") is True
    assert holds(diem=10, ten="An") is False


FORBIDDEN = [
    "{{ f() }}", "{{ x.append(1) }}", "{{ x.__class__ }}", "{{ x['__class__'] }}", "{{ _x }}", "{{ self.x }}",
    "{% macro a() %}{% endmacro %}", "{% call a() %}{% endcall %}", "{% include 'a' %}", "{% import 'a' as b %}",
    "{% from 'a' import b %}", "{% extends 'a' %}", "{% block a %}{% endblock %}", "{% with a = 1 %}{% endwith %}",
    "{% filter hoa %}a{% endfilter %}", "{% autoescape false %}a{% endautoescape %}", "{% set n.a = 1 %}",
    "{% set a %}b{% endset %}", "{% set a, b = c %}", "x{% set a = a ~ a %}", "x{% set a = [a, a] %}",
    "x{% set a = (a, a) | first %}", "{% for a in b recursive %}{% endfor %}", "{% for loop in b %}{% endfor %}",
    "{% for a in b %}" * 4 + "{% endfor %}" * 4, "{{ " + "not " * 80 + "a }}", "{% set a = b %}" * 51,
    "{{ a | safe }}", "{{ a | attr('b') }}", "{{ a | center(9) }}", "{{ a | map('b') }}", "{{ a is callable }}",
]  # fmt: skip


@pytest.mark.parametrize("source", FORBIDDEN)
def test_what_a_template_may_not_say_is_found_and_never_compiled(source: str):
    assert inspect_source(source)
    with pytest.raises(jinja2.TemplateSyntaxError):
        sandbox(xml=True).from_string(source)


@pytest.mark.parametrize(
    "source",
    ["", "chữ", "{{ a.b.c }}", "{{ a[0].b | ngay }}",
     "{% if a and not b == 1 or c is defined %}x{% elif d %}{% endif %}",

     "{% for a in b %}{% for c in a.d %}{% for e in c.f %}{{ loop.index0 }}{% endfor %}{% endfor %}{% endfor %}",
     "{{ a ~ '/' ~ b }}", "{{ (a + 1) * 2 }}", "{% set a = b.c | hoa %}{{ a }}", "{% raw %}{{ x() }}{% endraw %}"],
)  # fmt: skip
def test_what_papers_need_is_allowed(source: str):
    assert inspect_source(source) == []


def test_every_problem_is_told_at_its_line():
    problems = inspect_source("{{ a | ngayy }}\n\n{{ f() }}\n{{ b is od }}")
    assert [(p.line, p.rule) for p in problems] == [(1, "filter"), (3, "forbidden"), (4, "test")]
    assert "Ý bạn là “ngay”?" in problems[0].message
    assert "Ý bạn là “odd”?" in problems[2].message


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("\n{% if x %}", "“if” chưa được đóng bằng “endif”"), ("{% endif %}", "Thừa lệnh “endif”"),
        ("{% for x in y %}{% endif %}", "“for” chưa được đóng"), ("{% fro x %}", "Không có lệnh “fro”"),
        ("{% if a %}{% for x in y %}{% endif %}{% endfor %}", "“endif”"),
        ("{{ }}", "để trống"), ("{% %}", "để trống"), ("{{ ho ten }}", "gặp “ten”"), ("{{ “a” }}", "Dấu nháy cong"),
        ("{{ a", "chưa được đóng bằng “}}”"), ("{{ (a }}", "cần “)”"), ("{{ a) }}", "“)” không đúng chỗ"),
        ("{{ a? }}", "ký tự “?”"), ("{{ x | }}", "Cần một tên"), ("{# a", "#}"), ("{% raw %}a", "endraw"),
        ("{{ a is odd is even }}", "một phép thử"), ("{% set 1 = 2 %}", ""), ("{{ " + "9" * 5000 + " }}", "số quá dài"),
        ("{{ " + "(" * 3000 + ")" * 3000 + " }}", "quá nhiều lớp"),
    ],
)  # fmt: skip
def test_a_mistyped_tag_is_explained(source: str, says: str):
    (problem,) = inspect_source(source)
    assert says in problem.message
    assert problem.line >= 1


@pytest.mark.parametrize(
    "source",
    ["{{ 'a' * 10**9 }}", "{{ 10**10**10 }}", "{{ x + x }}", "{{ '%1000000000d' % 1 }}", "{{ 10**15 * 10**15 * 2 }}",
     "{{ 2 ** -1 }}", "{{ [1] * 10**9 }}", "{{ true + 1 }}"],
)  # fmt: skip
def test_arithmetic_is_for_small_numbers_only(source: str):
    with pytest.raises(ValueError, match=r"Phép tính|quá lớn|Số mũ"):
        text(source, x="a")


def test_arithmetic_counts():
    assert text(
        "{{ a + 1 }} {{ a - 1 }} {{ a * 2 }} {{ a / 4 }} {{ a // 4 }} {{ a % 4 }} {{ a ** 2 }} {{ -a }}", a=10
    ) == ("11 9 20 2,5 2 2 100 -10")


def test_loops_stop_at_a_bound():
    many = list(range(1001))
    source = "{% for a in xs %}{% for b in xs %}{% for c in xs %}{% endfor %}{% endfor %}{% endfor %}"
    with pytest.raises(ValueError, match=r"quá 1\.000\.000 lượt"):
        text(source, xs=many)
    assert text("{% for a in xs %}{% for b in xs %}{% endfor %}{% endfor %}", xs=many[:900]) == ""


def test_a_loop_needs_a_list():
    for value in ("abc", 5, {"a": 1}):
        with pytest.raises(ValueError, match="cần một danh sách"):
            text("{% for a in x %}{% endfor %}", x=value)


def test_the_output_stops_at_a_bound(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "MAX_OUTPUT", 1000)
    with pytest.raises(ValueError, match="quá lớn"):
        text("{% for a in xs %}{{ b }}{% endfor %}", xs=[1] * 100, b="c" * 100)


def test_nothing_but_the_values_is_within_reach():
    for name in ("range", "dict", "lipsum", "cycler", "joiner", "namespace", "loop"):
        with pytest.raises(jinja2.UndefinedError):
            text("{{ " + name + " }}")


def raised(render: Callable[[], str]) -> str:
    try:
        return render()
    except RENDER_ERRORS as error:
        return explain(error)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{{ 1 / 0 }}", "chia cho 0"), ("{{ 1 < 'a' }}", "không hợp"), ("{{ a }}", "Không có giá trị cho “a”"),
        ("{{ 'x' | ngay }}", "không phải là ngày"), ("{% if %}", "để trống"), ("{{ a | abc_def }}", "Không có bộ lọc"),
        ("{{ 5 | so(1, 2, 3) }}", "không hợp"),
    ],
)  # fmt: skip
def test_every_failure_of_a_template_has_a_vietnamese_sentence(source: str, says: str):
    assert says in raised(lambda: text(source))


def test_what_has_no_words_of_its_own_gets_a_general_sentence():
    assert "phức tạp" in explain(RecursionError())
    assert explain(jinja2.TemplateSyntaxError("something new", 1)) == "Thẻ viết sai: something new"
