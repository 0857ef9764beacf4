from service.intake.opendocument import hidden_rows

SPACE = 'xmlns:table="t"'


def content(rows: str) -> bytes:
    return f'<a {SPACE}><table:table table:name="Một">{rows}</table:table></a>'.encode()


def test_collapsed_and_filtered_rows_are_hidden_and_repeated_ones_counted() -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2"/><table:table-row table:visibility="collapse"/>'
        '<table:table-row/><table:table-row table:visibility="filter" table:number-rows-repeated="2"/>'
    )
    assert hidden_rows(content(rows)) == {"Một": {2, 4, 5}}


def test_a_million_hidden_empty_rows_and_broken_xml_say_nothing() -> None:
    rows = '<table:table-row table:visibility="collapse" table:number-rows-repeated="1048576"/>'
    assert hidden_rows(content(rows)) == {}
    assert hidden_rows(content("<table:visibility")) == {}
    assert hidden_rows(content("<table:table-row/>")) == {}
