"""What is drawn outside all tags becomes an artifact, and nothing else changes."""

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Name

from service.pdf.strays import mark_strays

RULE = b"Q q 0 0 10 10 re W* n 0 0 0 RG q 0.75 w 532 766 m 324 766 l S Q Q"
TAGGED = b"/P <</MCID 0>> BDC q BT /F1 14 Tf <01> Tj ET 0 0 5 5 re f Q EMC "


def page_of(content):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj.Contents = pdf.make_stream(content)
    return pdf


def drawn(pdf):
    """Give (operator, depth of marks, tags open) for all that paints."""
    found, open_marks = [], []
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        name = str(operator)
        if name in ("BDC", "BMC"):
            open_marks.append(operands[0])
        elif name == "EMC":
            open_marks.pop()
        elif name in ("S", "f", "Do", "Tj"):
            found.append((name, list(open_marks)))
    return found


def test_a_stray_rule_becomes_an_artifact_and_tagged_content_stays():
    pdf = page_of(TAGGED + RULE)
    mark_strays(pdf)
    assert drawn(pdf) == [("Tj", [Name.P]), ("f", [Name.P]), ("S", [Name.Artifact])]


@given(st.lists(st.sampled_from(["P", "Span", "end", "rule"]), max_size=12))
def test_however_marks_lie_in_each_other_just_the_rules_outside_are_marked(steps):
    pieces, depth, outside = [], 0, []
    for step in steps:
        if step == "rule":
            pieces.append(b"0 0 m 9 9 l S")
            outside.append(depth == 0)
        elif step == "end":
            pieces.append(b"EMC" if depth else b"q Q")
            depth = max(0, depth - 1)
        else:
            pieces.append(b"/%s <</MCID 0>> BDC" % step.encode())
            depth += 1
    pdf = page_of(b"q " + b" ".join(pieces + [b"EMC"] * depth) + b" Q")
    mark_strays(pdf)
    assert [marks[:1] == [Name.Artifact] for _, marks in drawn(pdf)] == outside


@pytest.mark.parametrize("content", [TAGGED, b"q 0 0 10 10 re W* n Q " + TAGGED, b""])
def test_a_page_without_strays_is_left_as_it_is(content):
    pdf = page_of(content)
    mark_strays(pdf)
    assert pdf.pages[0].obj.Contents.read_bytes() == content


def test_untagged_text_is_not_hidden_as_an_artifact():
    pdf = page_of(b"BT /F1 14 Tf <01> Tj ET " + RULE)
    mark_strays(pdf)
    assert drawn(pdf) == [("Tj", []), ("S", [Name.Artifact])]


def test_marking_twice_changes_nothing_more():
    pdf = page_of(TAGGED + RULE)
    mark_strays(pdf)
    once = pdf.pages[0].obj.Contents.read_bytes()
    mark_strays(pdf)
    assert pdf.pages[0].obj.Contents.read_bytes() == once
