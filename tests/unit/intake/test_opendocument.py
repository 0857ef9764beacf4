from service.intake.opendocument import hidden

SHEETS = b"""<?xml version="1.0"?><d xmlns:table="urn:t"><table:table table:name="A">
<table:table-column/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>
<table:table-row/><table:table-row table:number-rows-repeated="2" table:visibility="collapse"/>
<table:table-row table:visibility="filter"/></table:table>
<table:table table:name="B"><table:table-row/><table:table-column table:number-columns-repeated="16384"
table:visibility="collapse"/></table:table></d>"""


def test_collapsed_and_filtered_rows_and_columns_are_hidden_by_sheet() -> None:
    found = hidden(SHEETS)
    assert found["A"].rows == {1, 2, 3}
    assert found["A"].columns == {1, 2}


def test_the_empty_rest_of_a_sheet_is_not_said_to_be_hidden() -> None:
    assert "B" not in hidden(SHEETS)


def test_what_is_no_xml_says_nothing() -> None:
    assert hidden(b"table:visibility <") == {}
