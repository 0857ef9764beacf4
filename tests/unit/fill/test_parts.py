"""Parts that no page shows are left behind; what remains is a package that opens."""

import docx

from service.catalog.wordfile import WordFile, open_word_bytes
from service.fill.container import deflate, write_container
from service.fill.parts import drop_parts
from tests.builders import RELATIONS, a_docx, members_of, with_members


def dropped(data: bytes, *, numbering: bool = False, theme: bool = False) -> WordFile:
    return drop_parts(open_word_bytes(data, "m.docx"), numbering=numbering, theme=theme)


def test_what_no_page_shows_is_left_behind() -> None:
    names = set(dropped(a_docx("x")).members)
    assert "word/styles.xml" in names and "word/settings.xml" in names
    for gone in (
        "theme",
        "webSettings",
        "numbering",
        "stylesWithEffects",
        "thumbnail",
        "customXml",
        "docProps",
    ):
        assert not any(gone in n for n in names), gone


def test_what_is_needed_stays() -> None:
    names = set(dropped(a_docx("x"), numbering=True, theme=True).members)
    assert {"word/numbering.xml", "word/theme/theme1.xml"} <= names


def test_what_remains_opens(tmp_path) -> None:
    word = dropped(a_docx("x", header="y"))
    members = dict(word.members) | {"docProps/core.xml": b"<a/>", "docProps/app.xml": b"<a/>"}
    write_container(tmp_path / "a.docx", [deflate(n, d) for n, d in members.items()])
    document = docx.Document(str(tmp_path / "a.docx"))
    assert document.paragraphs[0].text == "x"
    assert document.sections[0].header.paragraphs[0].text == "y"


def test_data_bound_to_controls_stays() -> None:
    data = a_docx("x")
    body = members_of(data)["word/document.xml"].replace(
        b"<w:body>", b"<w:body><w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr></w:sdt>"
    )
    names = set(dropped(with_members(data, {"word/document.xml": body})).members)
    assert "customXml/item1.xml" in names


def test_links_stay_and_the_template_of_the_author_goes() -> None:
    def change(document: docx.document.Document) -> None:
        document.part.relate_to("https://dangcongsan.vn", f"{RELATIONS}/hyperlink", is_external=True)
        settings = document.part._settings_part
        settings.relate_to("file:///C:/Normal.dotm", f"{RELATIONS}/attachedTemplate", is_external=True)

    word = dropped(a_docx("x", change=change))
    assert [r.target for r in word.relationships("word/document.xml") if r.external] == [
        "https://dangcongsan.vn"
    ]
    assert word.relationships("word/settings.xml") == ()


def test_content_types_name_every_member() -> None:
    word = dropped(a_docx("x"))
    assert all(word.content_types.get(n) for n in word.members)
    assert word.members["[Content_Types].xml"].count(b"core-properties") == 1
