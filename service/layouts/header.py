"""The block at the top of page 1 and the title below it, for each layout.

Two rows in a grid, the names above, number and date below: so number and date stand level however many lines
a long name takes (05-HD/VPTW; NĐ 30/2020/NĐ-CP, Phụ lục I, boxes 1-5).
"""

from service.layouts.page import Draft
from service.layouts.prose import add, cell_lines, rule_above, rule_below
from service.layouts.table import grid

PARTY_LINE = "ĐẢNG CỘNG SẢN VIỆT NAM"
NATION_LINE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO_LINE = "Độc lập - Tự do - Hạnh phúc"

# Widths in mm of the lines above in bold Times New Roman (Liberation Serif is equal) of 15 and 13 pt.
PARTY_LINE_WIDTH = 73.4
MOTTO_LINE_WIDTH = 56.6
STATE_RULE_WIDTH = 24.0


def party_header(draft: Draft, *, above: str, organ: str, number: str, place_date: str) -> None:
    """Add the header of a Party paper: organs, `*`, number on the left; the Party's name, date on the right.

    `above` and `organ` come in capitals (`{{ don_vi.ten | hoa }}`); `number` has no colon after “Số”.
    Minutes have neither number nor date here: pass "" for both and their row is left out.
    """
    table = grid(draft, draft.look.header_grid, rows=2 if number or place_date else 1)
    left, right = table.rows[0].cells
    cell_lines(left, (above, "CoQuanCapTren"), (organ, "CoQuanBanHanh"), ("*", "SoKyHieu"))
    line, *_ = cell_lines(right, (PARTY_LINE, "TieuDeTrang"))
    rule_below(line, indent_mm=_indent(draft.look.header_grid[1], PARTY_LINE_WIDTH))
    if number or place_date:
        left, right = table.rows[1].cells
        cell_lines(left, (number, "SoKyHieu"))
        cell_lines(right, (place_date, "DiaDanhNgay"))


def state_header(draft: Draft, *, above: str, organ: str, number: str, place_date: str) -> None:
    """Add the header of a State paper: organs on the left, name and motto of the nation on the right."""
    left_width, right_width = draft.look.header_grid
    table = grid(draft, draft.look.header_grid, rows=2)
    left, right = table.rows[0].cells
    *_, short = cell_lines(left, (above, "CoQuanCapTren"), (organ, "CoQuanBanHanh"), ("", "KetTrichYeu"))
    rule_above(short, indent_mm=_indent(left_width, STATE_RULE_WIDTH))
    _, motto = cell_lines(right, (NATION_LINE, "TieuDeTrang"), (MOTTO_LINE, "TieuNgu"))
    rule_below(motto, indent_mm=_indent(right_width, MOTTO_LINE_WIDTH))
    left, right = table.rows[1].cells
    cell_lines(left, (number, "SoKyHieu"))
    cell_lines(right, (place_date, "DiaDanhNgay"))


def personal_header(draft: Draft, *, above: str, organ: str, place_date: str) -> None:
    """Add the header of a member's own paper: no number and no asterisk."""
    left, right = grid(draft, draft.look.header_grid).rows[0].cells
    cell_lines(left, (above, "CoQuanCapTren"), (organ, "CoQuanBanHanh"))
    line, _ = cell_lines(right, (PARTY_LINE, "TieuDeTrang"), (place_date, "DiaDanhNgay"))
    rule_below(line, indent_mm=_indent(draft.look.header_grid[1], PARTY_LINE_WIDTH))


def title_block(draft: Draft, *, kind: str, about: str) -> None:
    """Add the type of the paper in capitals, what it is about, and the layout's own close below them.

    The close is five hyphens for the Party, a rule a third of the line for the State, nothing for a person.
    """
    add(draft, kind, "Title")
    add(draft, about, "Subtitle")
    if draft.look.layout == "nha-nuoc":
        rule_above(
            add(draft, "", "KetTrichYeu"), indent_mm=_indent(draft.look.text_width, draft.look.text_width / 3)
        )
    elif draft.look.layout == "dang":
        add(draft, "-----", "KetTrichYeu")


def _indent(column: float, width: float) -> float:
    return (column - width) / 2
