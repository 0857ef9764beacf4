"""Info and XMP say the same, whatever the record holds, and describe the properties of our own."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pikepdf import Pdf

from service.model import Metadata
from service.pdf.metadata import ENGINE, OUR_NAMESPACE, OUR_PROPERTIES, info, write_metadata, xmp_packet

HANOI = timezone(timedelta(hours=7))
FULL = Metadata(
    title="Nghị quyết về nhiệm vụ tháng 02",
    created=datetime(2026, 2, 5, 17, 0, tzinfo=HANOI),
    organ="Chi bộ ấp 3 & ấp 4",
    number="05-NQ/CB",
    kind="Nghị quyết",
    date="2026-02-05",
    subject="về <nhiệm vụ>",
    keywords=("chi bộ", "nghị quyết"),
    template_sha256="ab" * 32,
    data_sha256="cd" * 32,
    code="TH.01",
    retention="Vĩnh viễn",
    access="Nội bộ",
    begin="2026-01-05",
    end="2026-12-31",
    rules="05-HD/VPTW",
    engine=ENGINE,
)
EMPTY = Metadata(title="Giấy mời", created=datetime(2026, 2, 5, tzinfo=UTC))
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"))


def found(metadata, path):
    """Give the texts at an XPath in the packet; prefixes as in the packet."""
    tree = etree.fromstring(xmp_packet(metadata))
    spaces = {k: v for node in tree.iter() for k, v in node.nsmap.items() if k}
    return [node.text for node in tree.xpath(f"//{path}", namespaces=spaces)]


def test_the_packet_identifies_both_conformances():
    assert found(FULL, "pdfaid:part") + found(FULL, "pdfaid:conformance") == ["2", "A"]
    assert found(FULL, "pdfuaid:part") == ["1"]


def test_a_file_that_encloses_others_says_part_3():
    tree = etree.fromstring(xmp_packet(FULL, 3))
    assert [e.text for e in tree.iter("{http://www.aiim.org/pdfa/ns/id/}part")] == ["3"]


def test_the_program_names_the_version_of_the_project():
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))
    assert f"{project['project']['name']} {project['project']['version']}" == ENGINE


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("dc:title/rdf:Alt/rdf:li", [FULL.title]),
        ("dc:creator/rdf:Seq/rdf:li", [FULL.organ]),
        ("dc:description/rdf:Alt/rdf:li", [FULL.subject]),
        ("dc:date/rdf:Seq/rdf:li", ["2026-02-05"]),
        ("dc:identifier", ["05-NQ/CB"]),
        ("dc:type/rdf:Bag/rdf:li", ["Nghị quyết"]),
        ("dc:language/rdf:Bag/rdf:li", ["vi-VN"]),
        ("dc:subject/rdf:Bag/rdf:li", ["chi bộ", "nghị quyết"]),
        ("pdf:Keywords", ["chi bộ, nghị quyết"]),
        ("xmp:CreateDate", ["2026-02-05T17:00:00+07:00"]),
        ("vanban:number", ["05-NQ/CB"]),
        ("vanban:organ", [FULL.organ]),
        ("vanban:kind", ["Nghị quyết"]),
        ("vanban:dossierCode", ["TH.01"]),
        ("vanban:retention", ["Vĩnh viễn"]),
        ("vanban:access", ["Nội bộ"]),
        ("vanban:begin", ["2026-01-05"]),
        ("vanban:end", ["2026-12-31"]),
        ("vanban:ruleSet", ["05-HD/VPTW"]),
        ("vanban:engine", [ENGINE]),
        ("vanban:templateHash", ["ab" * 32]),
        ("vanban:dataHash", ["cd" * 32]),
    ],
)
def test_each_property_has_its_place(path, values):
    assert found(FULL, path) == values


def test_what_is_not_known_is_left_out():
    packet = xmp_packet(EMPTY)
    assert not [name for name, *_ in OUR_PROPERTIES if f"<vanban:{name}>".encode() in packet]
    assert b"dc:creator" not in packet
    with Pdf.new() as pdf:
        write_metadata(pdf, EMPTY)
        assert sorted(pdf.docinfo.keys()) == ["/CreationDate", "/Creator", "/ModDate", "/Producer", "/Title"]


def test_every_property_of_ours_is_described_for_the_archive():
    described = found(FULL, "rdf:li[pdfaSchema:prefix='vanban']//pdfaProperty:name")
    assert described == [name for name, *_ in OUR_PROPERTIES]
    assert found(FULL, "pdfaSchema:namespaceURI")[-1] == OUR_NAMESPACE
    assert found(FULL, "rdf:li[pdfaSchema:prefix='pdfuaid']//pdfaProperty:name") == ["part"]


@given(title=WORDS, organ=WORDS, subject=WORDS, keywords=st.lists(WORDS, max_size=3))
def test_info_and_xmp_agree_whatever_they_say(title, organ, subject, keywords):
    metadata = replace(EMPTY, title=title, organ=organ, subject=subject, keywords=tuple(keywords))
    with Pdf.new() as pdf:
        write_metadata(pdf, metadata)
        with pdf.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as xmp:
            said = {
                "/Title": xmp.get("dc:title", ""),
                "/Author": "".join(xmp.get("dc:creator", [])),
                "/Subject": xmp.get("dc:description", ""),
                "/Keywords": xmp.get("pdf:Keywords", ""),
                "/Producer": xmp.get("pdf:Producer"),
                "/Creator": xmp.get("xmp:CreatorTool"),
            }
        assert said == {key: str(pdf.docinfo.get(key, "")) for key in said}


def test_dates_in_info_keep_their_zone():
    assert info(FULL)["CreationDate"] == info(FULL)["ModDate"] == "D:20260205170000+07'00'"
    assert info(EMPTY)["CreationDate"] == "D:20260205000000+00'00'"


def test_a_title_of_many_lines_is_one_line():
    assert info(replace(EMPTY, title="Nghị quyết\n  về\tnhiệm vụ"))["Title"] == "Nghị quyết về nhiệm vụ"


def test_viewers_show_the_title_and_the_language_is_said():
    with Pdf.new() as pdf:
        write_metadata(pdf, FULL)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.Root.Lang) == "vi-VN"
