"""Codes are changed string by string, and nothing else of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name, Pdf

from service.pdf.recode import Foreign, content_of, recode

PAGE = b"""0.1 w
/Artifact BMC
q 0 0.028 595.275 841.861 re
W* n
EMC
/Text#20body<</MCID 0>>BDC
q 0 0 0 rg
BT
119.6 772.089 Td /F1 14 Tf[<01>1<02>-1<0304>]TJ
ET
Q
EMC
/P<</MCID 1>>BDC
BT
115 755.989 Td /F2 14 Tf<01>Tj
ET
EMC
"""


def up(name, codes):
    """Move the codes of F1 up by one."""
    return bytes(code + 1 for code in codes) if name == "F1" else codes


def test_only_the_codes_of_the_font_change():
    changed = PAGE.replace(b"[<01>1<02>-1<0304>]", b"[<02>1<03>-1<0405>]")
    assert recode(PAGE, up) == changed


def test_a_page_whose_codes_stay_stays_as_it_is():
    assert recode(PAGE, lambda _, codes: codes) == PAGE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"BT /F1 9 Tf <01> Tj /F2 9 Tf <01> Tj ET", b"BT /F1 9 Tf <02> Tj /F2 9 Tf <01> Tj ET"),
        (
            b"/F1 9 Tf q /F2 9 Tf BT <01> Tj ET Q BT <01> Tj ET",
            b"/F1 9 Tf q /F2 9 Tf BT <01> Tj ET Q BT <02> Tj ET",
        ),
        (
            b"/F1 9 Tf /Span<</ActualText<FEFF0110>/Lang(vi<VN)>>BDC BT <01> Tj ET EMC",
            b"/F1 9 Tf /Span<</ActualText<FEFF0110>/Lang(vi<VN)>>BDC BT <02> Tj ET EMC",
        ),
    ],
)
def test_pages_of_other_make_are_read_string_by_string(before, after):
    assert recode(before, up) == after


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 9 Tf (a) Tj ET",
        b"BT <01> Tj ET",
        b"BT /F1 9 Tf <01> Tj /F1 9 Tf <012> Tj ET",
        b"/F1 9 Tf BI /W 1 ID <01> EI BT <01> Tj ET",
        b"% <01>\nBT /F1 9 Tf <01> Tj /F1 9 Tf <01> Tj ET",
    ],
)
def test_text_that_cannot_be_told_is_left_alone(content):
    with pytest.raises(Foreign):
        recode(content, up)


@given(
    st.lists(
        st.tuples(st.sampled_from(["F1", "F2"]), st.lists(st.binary(max_size=5), max_size=5)), max_size=8
    )
)
def test_both_ways_of_reading_give_the_same(runs):
    shown = [
        f"BT 1 2 Td /{font} 12.5 Tf[{''.join(f'<{s.hex().upper()}>-3' for s in strings)}]TJ\nET".encode()
        for font, strings in runs
    ]
    plain = b"\n".join(shown)
    flip = lambda name, codes: bytes(255 - c for c in codes) if name == "F1" else codes  # noqa: E731
    by_strings = recode(plain + b"\nBT /F2 9 Tf <> Tj /F2 9 Tf <> Tj ET", flip)
    assert by_strings.startswith(recode(plain, flip))
    assert recode(recode(plain, flip), flip) == plain


def test_a_page_that_draws_forms_may_show_text_elsewhere():
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        page = pdf.pages[0].obj
        with pytest.raises(Foreign):
            content_of(Dictionary())
        page.Contents = pdf.make_stream(b"q Q")
        assert content_of(page) == b"q Q"
        form = pdf.make_stream(b"")
        form.Subtype = Name.Form
        page.Resources = Dictionary(XObject=Dictionary(Fm1=form))
        with pytest.raises(Foreign):
            content_of(page)
