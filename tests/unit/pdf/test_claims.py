"""What a file claims is read from its metadata in any spelling; what cannot be read is said or claims nothing."""

from pathlib import Path

import pikepdf
import pytest

from service.errors import NotFound, UnreadableInput
from service.pdf.claims import claimed

GOOD = Path(__file__).parents[2] / "resources" / "nghi-quyet-2a-ua1.pdf"


def with_metadata(target: Path, packet: bytes | None) -> Path:
    with pikepdf.open(GOOD) as pdf:
        if packet is None:
            del pdf.Root.Metadata
        else:
            pdf.Root.Metadata = pdf.make_stream(packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        pdf.save(target)
    return target


def xmp(inside: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:a="http://www.aiim.org/pdfa/ns/id/" xmlns:u="http://www.aiim.org/pdfua/ns/id/">'
        f"{inside}</rdf:RDF></x:xmpmeta>"
    ).encode()


def test_elements_are_read() -> None:
    assert claimed(GOOD) == ("2a", "ua1")


@pytest.mark.parametrize(
    ("packet", "flavours"),
    [
        (xmp('<rdf:Description a:part="3" a:conformance="B"/>'), ("3b",)),
        (xmp('<rdf:Description a:part="4"/>'), ("4",)),
        (xmp("<rdf:Description><u:part> 1 </u:part></rdf:Description>"), ("ua1",)),
        (xmp("<rdf:Description/>"), ()),
        (b"<x:xmpmeta", ()),
        (b"", ()),
        (None, ()),
    ],
)
def test_every_spelling_is_read_and_no_claim_is_made_up(
    tmp_path: Path, packet: bytes | None, flavours: tuple[str, ...]
) -> None:
    assert claimed(with_metadata(tmp_path / "a.pdf", packet)) == flavours


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "a.pdf"
    text.write_text("xin chào")
    with pytest.raises(UnreadableInput, match="không phải PDF"):
        claimed(text)
    with pytest.raises(NotFound):
        claimed(tmp_path / "b.pdf")


def test_a_file_with_a_password_is_refused_as_such(tmp_path: Path) -> None:
    with pikepdf.open(GOOD) as pdf:
        pdf.save(tmp_path / "khoa.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UnreadableInput, match="mật khẩu"):
        claimed(tmp_path / "khoa.pdf")
