"""Each mistake in a tag is told at its place, with what to do."""

import pytest

from service.catalog.markup import read_markup
from service.catalog.soundness import find_faults
from service.catalog.wordfile import open_word_bytes
from service.model import Finding, Severity
from tests.builders import a_docx


def faults(*args: object, **more: object) -> list[Finding]:
    return [f for m in read_markup(open_word_bytes(a_docx(*args, **more), "m.docx")) for f in find_faults(m)]


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("Ông {{ ho_ten", "P5", "mở mà chưa đóng"),
        ("Ông ho_ten }}", "P5", "đóng mà chưa mở"),
        ("{{ a và {{ b }}", "P5", "chưa đóng trước khi mở thẻ khác"),
        ("Ông {{ }}", "P5", "trống"),
        ("Ông {{ họ tên }}", "P5", "tên"),
        ("{% if a %}x", "P5", "chưa được đóng"),
        ("x{% endif %}", "P5", "endif"),
        ("{{ a|ngayy }}", "P7", "Ý bạn là"),
        ("{% if a is deffined %}x{% endif %}", "P7", "phép thử"),
        ("{{ a.upper() }}", "P8", "gọi hàm"),
        ("{{ a.__class__ }}", "P8", "__class__"),
        ("{% include 'x' %}", "P8", "include"),
        ("{{p a }}", "P8", "bị mất"),
        ("{%tr for a in b %}", "P5", "không đứng trong bảng"),
    ],
)
def test_a_mistake_is_told_by_its_rule_at_its_place(text: str, rule: str, words: str) -> None:
    found = faults("Đoạn đầu", text)
    assert (found[0].rule, found[0].severity) == (rule, Severity.ERROR)
    assert words in found[0].found
    assert str(found[0].place).startswith("thân văn bản, đoạn 2")
    assert found[0].mend


def test_a_sound_template_gives_nothing() -> None:
    rows = [
        ["STT", "Tên"],
        ["{%tr for d in ds %}"],
        ["{{ loop.index }}", "{{ d.ten|hoa }}"],
        ["{%tr endfor %}"],
    ]
    assert faults("{%p if a %}", "{{ a }}", "{%p endif %}", table=rows) == []


def test_the_block_that_was_never_closed_is_named_where_it_opens() -> None:
    found = faults("{% if a %}x{% endif %}", "{% for d in ds %}", "{{ d }}")
    assert found[0].found.startswith("Thẻ {% for d in ds %}")
    assert "đoạn 2" in str(found[0].place)


def test_text_beside_a_prefixed_tag_would_be_lost() -> None:
    found = faults("Kính gửi: {%p if a %}", "x", "{%p endif %}")
    assert "“Kính gửi:”" in found[0].found and found[0].rule == "P5"


def test_two_row_tags_in_one_row_are_refused_because_one_would_be_lost() -> None:
    found = faults(table=[["{%tr for d in ds %}", "{{ d }}{%tr endfor %}"]])
    assert found and found[0].rule == "P5"


def test_a_loop_over_cells_without_tr_is_told_how_to_be_mended() -> None:
    found = faults(table=[["{% for d in ds %}{{ d.a }}", "{{ d.b }}{% endfor %}"]])
    assert [(f.rule, f.severity) for f in found] == [("P9", Severity.ERROR)]
    assert "{%tr for d in ds %}" in found[0].mend


def test_a_block_over_paragraphs_is_only_a_warning() -> None:
    found = faults("a {% if x %} b", "c {% endif %} d")
    assert [(f.rule, f.severity) for f in found] == [("P9", Severity.WARNING)]
