"""The end of a paper: recipients and the signature, or two signatures side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.shared import Pt

from service.layouts.look import LINE_OF_14
from service.layouts.page import Draft
from service.layouts.prose import cell_lines
from service.layouts.table import grid


@dataclass(frozen=True)
class Signer:
    """Who signs: `authority` (“T/M CHI BỘ”, or “” when none), `office` in capitals, `name`."""

    authority: str
    office: str
    name: str


def recipients_and_signature(draft: Draft, *, recipients: Sequence[str], signer: Signer) -> None:
    """Add “Nơi nhận” on the left and the signature on the right, level with each other, never split.

    `recipients` are whole lines (`- Đảng ủy xã (báo cáo);`) or tags alone (`{%p for n in noi_nhan %}`). The
    paragraph before this block must be kept with it: `body(…, keep_next=True)`.
    """
    left, right = grid(draft, draft.look.sign_grid).rows[0].cells
    label = "Nơi nhận:"
    cell_lines(left, (label, "NoiNhan"), *[(line, "DanhSachNoiNhan") for line in recipients])
    cell_lines(right, *_lines(signer))
    _close(draft)


def two_signatures(draft: Draft, left: Signer, right: Signer) -> None:
    """Add two signatures side by side, the chair or the member on the right; both names stand level."""
    cells = grid(draft, (draft.look.text_width / 2,) * 2).rows[0].cells
    blocks = [_lines(left), _lines(right)]
    most = max(map(len, blocks))
    for cell, lines in zip(cells, blocks, strict=True):
        *_, name = cell_lines(cell, *lines)
        if len(lines) < most:
            room = draft.look.style("NguoiKy").before or 0
            name.paragraph_format.space_before = Pt(room + LINE_OF_14 * (most - len(lines)))
    _close(draft)


def _lines(signer: Signer) -> list[tuple[str, str]]:
    lines = [(signer.authority, "QuyenHanKy"), (signer.office, "ChucVuKy"), (signer.name, "NguoiKy")]
    return [line for line in lines if line[0]]


def _close(draft: Draft) -> None:
    """Add the paragraph that Word wants after a last table, one point high so that it never opens a page."""
    draft.document.add_paragraph().paragraph_format.line_spacing = Pt(1)
