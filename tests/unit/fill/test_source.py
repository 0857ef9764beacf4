"""Each printing tag is treated by its place in the XML."""

from service.fill.source import adapt

RUN = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
TAG = "{{\na|hoa }}"


def paragraph(text: str, properties: str = "<w:pPr><w:jc/></w:pPr>") -> str:
    return f"<w:p>{properties}{RUN.format(text)}</w:p>"


def test_a_tag_alone_in_its_paragraph_may_become_many() -> None:
    made = adapt(paragraph(TAG))
    assert "{{\n(a|hoa)|_doan(0)}}" in made.source
    assert made.joiners == (
        '</w:t></w:r></w:p><w:p><w:pPr><w:jc/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">',
    )


def test_a_tag_with_text_beside_it_stays_as_it_is() -> None:
    for source in (
        paragraph("Ông " + TAG),
        paragraph(TAG + TAG),
        paragraph("{%\nif x %}" + TAG + "{%\nendif %}"),
    ):
        assert adapt(source).source == source


def test_a_paragraph_that_ends_a_section_is_never_doubled() -> None:
    source = paragraph(TAG, "<w:pPr><w:sectPr><w:pgSz/></w:sectPr></w:pPr>")
    assert adapt(source).source == source


def test_a_tag_in_an_attribute_or_field_code_stays_on_one_line() -> None:
    source = f'<wp:docPr descr="{TAG}"/><w:instrText>{TAG}</w:instrText><w:t>{TAG} x</w:t>'
    wrapped = "{{\n(a|hoa)|_mot_dong}}"
    assert (
        adapt(source).source
        == f'<wp:docPr descr="{wrapped}"/><w:instrText>{wrapped}</w:instrText><w:t>{TAG} x</w:t>'
    )


def test_lines_stay_where_they_were() -> None:
    source = paragraph(TAG) + f'<a b="{TAG}">' + paragraph("x " + TAG) + "</a>"
    assert adapt(source).source.count("\n") == source.count("\n")


def test_white_space_control_is_kept() -> None:
    assert "{{-\n(a)|_doan(0)-}}" in adapt(paragraph("{{-\na -}}")).source
