import io
import zipfile

from service.intake.styles import hidden_columns, hidden_rows, old_runs, read_styles, shared_cells, styled
from tests.builders_awkward import of_many_fonts
from tests.builders_awkward import styled as styled_book


def part(book: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(book)).read(name)


BOOK = styled_book(
    [["a", 0.5, 0.5, "b"], ["c"]],
    fonts={"A1": ".VnTime", "D1": "VNI-Times"},
    formats={"B1": "0%", "C1": '0.0" % của tổng"'},
    hidden=(2,),
)


def test_formats_that_show_percentages_and_old_fonts_are_found_with_their_cells() -> None:
    styles = read_styles(part(BOOK, "xl/styles.xml"))
    sheet = part(BOOK, "xl/worksheets/sheet1.xml")
    assert [at for at, _ in styled(sheet, styles.percent)] == [(0, 1)]
    fonts = {at: styles.fonts[n] for at, n in styled(sheet, frozenset(styles.fonts))}
    assert fonts == {(0, 0): ".VnTime", (0, 3): "VNI-Times"}
    book = styled_book([[0.5, 0.5]], formats={"A1": "0.00%", "B1": "0.00"})
    percent = read_styles(part(book, "xl/styles.xml")).percent
    assert [at for at, _ in styled(part(book, "xl/worksheets/sheet1.xml"), percent)] == [(0, 0)]


def test_hidden_rows_are_found_however_they_are_written() -> None:
    assert hidden_rows(part(BOOK, "xl/worksheets/sheet1.xml")) == {1}
    assert hidden_rows(b"<x:row hidden='true' r='7'>") == {6}
    assert hidden_rows(b'<row r="7" hidden="0">') == frozenset()


def test_texts_of_several_fonts_are_given_run_by_run() -> None:
    book = of_many_fonts(["a"], [(".VnTime", "x&y "), ("Arial", "z")])
    runs = old_runs(part(book, "xl/sharedStrings.xml"))
    assert list(runs.values()) == [[(".VnTime", "x&y "), ("Arial", "z")]]
    assert list(shared_cells(part(book, "xl/worksheets/sheet1.xml"), runs)) == [(1, 0)]


def test_what_is_no_xml_says_nothing() -> None:
    assert read_styles(b'<styleSheet "%"').percent == frozenset()
    assert read_styles(b'<!DOCTYPE a><styleSheet a="%"/>').fonts == {}
    assert old_runs(b'<si><r><rFont val=".VnTime"></si>') == {}


def test_hidden_columns_are_found_by_their_spans() -> None:
    sheet = b'<cols><col min="1" max="1"/><col hidden="1" min="3" max="4"/>'
    sheet += b"<x:col max='9' min='9' hidden='true'/></cols>"
    assert hidden_columns(sheet) == {2, 3, 8}
    assert hidden_columns(b'<col min="1" max="3" hidden="0"/>') == frozenset()
