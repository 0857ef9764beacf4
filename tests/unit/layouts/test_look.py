import pytest

from service.errors import NotFound
from service.layouts.look import LOOKS, PARTY, STATE, look_of


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_layout_has_the_margins_of_its_rules(look):
    assert (look.top, look.bottom, look.left, look.right) == (20, 20, 30, 15)
    assert look.text_width == 165
    assert sum(look.header_grid) == sum(look.sign_grid) == 165


def test_party_sizes_are_those_of_05_hd_vptw():
    size = {s.key: s.size or 14 for s in PARTY.styles}
    assert (size["TieuDeTrang"], size["Title"], size["Subtitle"], size["DanhSachNoiNhan"]) == (15, 16, 14, 12)
    assert {size[k] for k in ("CoQuanCapTren", "SoKyHieu", "DiaDanhNgay", "QuyenHanKy", "NoiNhan")} == {14}
    body = PARTY.style("BodyText")
    assert (body.line, body.after, body.first_indent, body.align) == (19, 6, 10, "both")


def test_party_and_state_differ_where_the_rules_differ():
    assert not PARTY.style("ChucVuKy").bold and STATE.style("ChucVuKy").bold
    assert PARTY.style("NoiNhan").underline and not PARTY.style("NoiNhan").bold
    label = STATE.style("NoiNhan")
    assert label.bold and label.italic and not label.underline
    assert (label.size, STATE.style("DanhSachNoiNhan").size) == (12, 11)


def test_the_office_is_not_bold_but_the_name_of_the_signer_is():
    assert PARTY.style("NguoiKy").bold and PARTY.style("QuyenHanKy").bold


def test_an_unknown_layout_is_refused_with_a_guess():
    with pytest.raises(NotFound, match="nha-nuoc"):
        look_of("nha-nuocc")
