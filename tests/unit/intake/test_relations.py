from service.intake.relations import sheet_parts

BOOK = b"""<workbook xmlns:r="r"><sheets><sheet name="Hai" r:id="b"/><sheet name="Ba" r:id="c"/></sheets></workbook>"""
RELATIONS = b"""<Relationships><Relationship Id="b" Target="worksheets/sheet1.xml"/>
<Relationship Id="c" Target="/xl/worksheets/sheet9.xml"/></Relationships>"""


def test_sheets_are_joined_to_their_parts_by_the_relations() -> None:
    parts = {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELATIONS}
    assert sheet_parts(parts) == {"Hai": "xl/worksheets/sheet1.xml", "Ba": "xl/worksheets/sheet9.xml"}


def test_what_cannot_be_told_is_left_out() -> None:
    assert sheet_parts({"xl/workbook.xml": BOOK}) == {"Hai": "", "Ba": ""}
    assert sheet_parts({"xl/workbook.xml": b"<no"}) == {}
    assert sheet_parts({}) == {}
