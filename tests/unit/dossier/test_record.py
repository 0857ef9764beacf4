"""A dossier's record says what its documents say, and nothing that nobody said."""

from pathlib import Path

import pytest

from service.catalog.package import load_package
from service.dossier.record import Details, Entry, values_of
from service.errors import InvalidSubmission
from service.forms.clean import clean
from service.pipeline import OWN_FRAME
from tests.builders import a_metadata


def entry(pages=1, **record):
    return Entry(Path("x.pdf"), a_metadata("Nghị quyết tháng 7", **record), pages)


def test_dates_pages_and_the_one_organ_come_from_the_documents():
    entries = [
        entry(3, date="2026-07-05", organ="Chi bộ A", number="07-NQ/CB"),
        entry(1, date="", organ="Chi bộ A"),
        entry(2, date="2026-02-03"),
    ]
    said = values_of("Tập nghị quyết", Details(), entries)
    assert (said["tu_ngay"], said["den_ngay"]) == ("2026-02-03", "2026-07-05")
    assert (said["so_van_ban"], said["so_trang"], said["co_quan"]) == (3, 6, "Chi bộ A")
    assert [(v["tt"], v["so_ky_hieu"], v["trang"]) for v in said["van_ban"]] == [
        (1, "07-NQ/CB", "1"),
        (2, "", "4"),
        (3, "", "5-6"),
    ]


def test_two_organs_are_no_organ_unless_one_is_told():
    entries = [entry(organ="Chi bộ A"), entry(organ="Chi bộ B")]
    assert values_of("Hồ sơ", Details(), entries)["co_quan"] == ""
    assert values_of("Hồ sơ", Details(organ="Đảng ủy xã"), entries)["co_quan"] == "Đảng ủy xã"


def test_a_date_that_is_none_is_left_out():
    assert values_of("Hồ sơ", Details(), [entry(date="đầu năm")])["tu_ngay"] == ""


def test_what_is_said_fits_the_form_of_the_parts():
    form = load_package(OWN_FRAME).form
    for details in (Details(), Details.from_dict({"prepared_on": "31/12/2026", "place": "Mỹ Thọ"})):
        values = values_of("Hồ sơ", details, [entry()])
        assert clean(form, values, lenient=False).values["so_trang"] == 1


def test_details_are_tidied_and_unknown_members_left():
    details = Details.from_dict(
        {"fonds": "  Đảng ủy\n xã ", "prepared_on": "05.02.2026", "x": 1, "access": None}
    )
    assert details == Details(fonds="Đảng ủy xã", prepared_on="05.02.2026")


@pytest.mark.parametrize(
    ("member", "value", "rule"), [("prepared_on", "hôm nay", "date"), ("fonds", "a\x07b", "control")]
)
def test_a_wrong_detail_is_named(member, value, rule):
    with pytest.raises(InvalidSubmission) as caught:
        Details.from_dict({member: value})
    assert [(e.pointer, e.rule) for e in caught.value.errors] == [(f"/metadata/{member}", rule)]


@pytest.mark.parametrize(
    ("author", "told", "above", "organ"),
    [
        ("Chi bộ ấp 3, Đảng bộ xã Mỹ Thọ", Details(), "Đảng bộ xã Mỹ Thọ", "Chi bộ ấp 3"),
        ("Chi bộ ấp 3, Đảng uỷ xã Mỹ Thọ", Details(), "Đảng uỷ xã Mỹ Thọ", "Chi bộ ấp 3"),
        ("Chi bộ ấp 3, ấp 4", Details(), "", "Chi bộ ấp 3, ấp 4"),
        ("Chi bộ ấp 3, Đảng bộ xã A", Details(parent_organ="Đảng ủy xã B"), "Đảng ủy xã B", "Chi bộ ấp 3"),
        ("Chi bộ ấp 3, Đảng bộ xã A", Details(organ="Đảng ủy xã A"), "", "Đảng ủy xã A"),
    ],
)
def test_the_organ_above_has_a_line_of_its_own_on_the_cover(
    author: str, told: Details, above: str, organ: str
):
    said = values_of("Hồ sơ", told, [entry(organ=author)])
    assert (said["co_quan_cap_tren"], said["co_quan"]) == (above, organ)
