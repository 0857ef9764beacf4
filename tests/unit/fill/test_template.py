"""Filling: every value comes out as typed, at its place, the same bytes each time; what fails names its tag."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import BrokenPackage, FillFailed
from service.fill.template import CompiledTemplate, Templates
from tests.builders import a_docx, a_metadata, members_of, paragraphs_of, with_members

HOSTILE = "& < > \" ' {{ 7*7 }} {% if x %} {# #} ]]> &amp; <w:t> {_{ }_} None \\n"
LETTERS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=60
)


def filled(folder: Path, data: bytes, **values: object) -> list[str]:
    CompiledTemplate(data, "mau.docx").fill(values, folder / "ra.docx", a_metadata())
    return paragraphs_of(folder / "ra.docx")


def test_hostile_values_come_out_as_typed_and_are_never_run(tmp_path: Path) -> None:
    assert filled(tmp_path, a_docx("Ông {{ a }}.", "{{ a }}"), a=HOSTILE) == [f"Ông {HOSTILE}.", HOSTILE]


TWO_PLACES = CompiledTemplate(a_docx("x{{ a }}y", table=[["{{ a }}"]]), "mau.docx")


@settings(max_examples=50)
@given(LETTERS)
def test_any_text_comes_out_as_typed(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    target = tmp_path_factory.mktemp("any") / "ra.docx"
    TWO_PLACES.fill({"a": text}, target, a_metadata())
    assert paragraphs_of(target) == [f"x{text}y", text]


def test_lines_become_paragraphs_of_the_same_look_where_the_tag_is_alone(tmp_path: Path) -> None:
    def change(document: docx.document.Document) -> None:
        document.paragraphs[0].alignment = 1
        document.paragraphs[0].runs[0].bold = True

    assert filled(tmp_path, a_docx("{{ a }}", change=change), a="một\nhai\n\tba ") == ["một", "hai", "\tba "]
    made = docx.Document(str(tmp_path / "ra.docx")).paragraphs
    assert [(p.alignment, p.runs[0].bold) for p in made] == [(1, True)] * 3


def test_lines_become_breaks_where_text_stands_beside_the_tag(tmp_path: Path) -> None:
    assert filled(tmp_path, a_docx("Ghi: {{ a }}."), a="một\n hai\tba ") == ["Ghi: một\n hai\tba ."]


def test_rows_paragraphs_and_conditions(tmp_path: Path) -> None:
    rows = [
        ["STT", "Tên"],
        ["{%tr for d in ds %}"],
        ["{{ loop.index }}", "{{ d.ten|hoa }}"],
        ["{%tr endfor %}"],
    ]
    data = a_docx("{%p if a %}", "có", "{%p else %}", "không", "{%p endif %}", table=rows)
    found = filled(tmp_path, data, a=False, ds=[{"ten": "Ưng"}, {"ten": "Ánh"}])
    assert found == ["không", "STT", "Tên", "1", "ƯNG", "2", "ÁNH"]


def test_headers_and_footers_are_filled(tmp_path: Path) -> None:
    filled(tmp_path, a_docx("{{ a }}", header="Số {{ a }}", footer="{{ a }}"), a="5")
    section = docx.Document(str(tmp_path / "ra.docx")).sections[0]
    assert (section.header.paragraphs[0].text, section.footer.paragraphs[0].text) == ("Số 5", "5")


def test_none_prints_nothing_and_numbers_print_in_vietnamese(tmp_path: Path) -> None:
    assert filled(tmp_path, a_docx("[{{ a }}] {{ b }} {{ c }}"), a=None, b=2.5, c=7) == ["[] 2,5 7"]


def test_columns_made_by_a_loop_widen_the_grid(tmp_path: Path) -> None:
    rows = [["Tháng", "{%tc for t in ts %}", "{{ t }}", "{%tc endfor %}"]]
    assert filled(tmp_path, a_docx(table=rows), ts=["1", "2", "3", "4"]) == ["Tháng", "1", "2", "3", "4"]
    grid = docx.Document(str(tmp_path / "ra.docx")).tables[0]._tbl.tblGrid
    assert len(grid.gridCol_lst) == 5


def test_a_cell_or_table_left_empty_is_still_a_sound_file(tmp_path: Path) -> None:
    rows = [["{%tr for d in ds %}"], ["{{ d }}"], ["{%tr endfor %}"]]
    assert filled(tmp_path, a_docx("đầu", table=rows), ds=[]) == ["đầu", ""]

    def change(document: docx.document.Document) -> None:
        cell = document.tables[0].cell(0, 0)
        for text in ("trong", "{%p endif %}"):
            cell.add_paragraph(text)

    assert filled(tmp_path, a_docx(table=[["{%p if a %}", "b"]], change=change), a=False) == ["", "b"]


def test_pictures_in_a_loop_get_ids_of_their_own(tmp_path: Path) -> None:
    drawing = (
        b'<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        b'<wp:docPr id="1" name="Hinh" descr="{{ a }}"/></wp:inline></w:drawing></w:r>'
    )
    data = a_docx("{%p for d in ds %}", "x", "{%p endfor %}")
    body = members_of(data)["word/document.xml"].replace(b"<w:r><w:t>x</w:t></w:r>", drawing)
    made = with_members(data, {"word/document.xml": body})
    filled(tmp_path, made, ds=[1, 2], a='a\n"b"')
    xml = members_of(tmp_path / "ra.docx")["word/document.xml"].decode()
    assert [f'id="{i}"' in xml for i in (1001, 1002, 1)] == [True, True, False]
    assert 'descr="a &quot;b&quot;"' in xml


@pytest.mark.parametrize(
    ("text", "values", "words"),
    [
        ("{{ ho_ten }} và {{ thieu }}", {"ho_ten": "An"}, r"Thẻ \{\{ thieu \}\}.*đoạn 2.*thieu"),
        ("{{ d.ten }}", {"d": {"ho": "A"}}, r"Thẻ \{\{ d.ten \}\}.*ten"),
        ("{{ a|ngay }}", {"a": "hôm qua"}, r"Thẻ \{\{ a\|ngay \}\}.*đoạn 2"),
        ("{{ ds }}", {"ds": [1]}, r"Thẻ \{\{ ds \}\}"),
        ("{{ 1 / a }}", {"a": 0}, r"Thẻ \{\{ 1 / a \}\}"),
        ("{% for x in a %}{% endfor %}", {"a": 5}, r"Thẻ \{% for x in a %\}"),
    ],
)
def test_what_fails_names_tag_and_place(
    tmp_path: Path, text: str, values: dict[str, object], words: str
) -> None:
    with pytest.raises(FillFailed, match=words) as caught:
        filled(tmp_path, a_docx("Đầu", text), **values)
    assert "thân văn bản" in caught.value.detail
    assert not (tmp_path / "ra.docx").exists()


@pytest.mark.parametrize(
    "text", ["{{ a", "{{ a|khong_co }}", "{{ a.upper() }}", "{{ a|_doan(0) }}", "{% if a %}", "{{p a }}"]
)
def test_a_template_with_faults_is_refused_when_it_is_loaded(text: str) -> None:
    with pytest.raises(BrokenPackage, match="thân văn bản, đoạn 1"):
        CompiledTemplate(a_docx(text), "mau.docx")


def test_output_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.fill.template.MAX_OUTPUT_CHARACTERS", 10_000)
    with pytest.raises(FillFailed, match="quá dài"):
        filled(tmp_path, a_docx("{{ a }}"), a="x" * 20_000)


def test_the_same_values_give_the_same_bytes_and_properties_are_ours(tmp_path: Path) -> None:
    template = CompiledTemplate(a_docx("{{ a }}"), "mau.docx")
    for name in ("mot.docx", "hai.docx"):
        template.fill({"a": "x"}, tmp_path / name, a_metadata("Nghị quyết & <số> 5", organ="Chi bộ 1"))
    assert (tmp_path / "mot.docx").read_bytes() == (tmp_path / "hai.docx").read_bytes()
    properties = docx.Document(str(tmp_path / "mot.docx")).core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Nghị quyết & <số> 5",
        "Chi bộ 1",
        "vi-VN",
    )


def test_one_template_fills_for_many_threads_at_once(tmp_path: Path) -> None:
    template = CompiledTemplate(a_docx("{{ a }}", "{{ a }}", table=[["{{ a }}"]]), "mau.docx")

    def make(i: int) -> list[str]:
        template.fill({"a": f"số {i}\nhai"}, tmp_path / f"{i}.docx", a_metadata())
        return paragraphs_of(tmp_path / f"{i}.docx")

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(make, range(40)))
    assert found == [[f"số {i}", "hai"] * 3 for i in range(40)]


def test_templates_are_kept_by_content_and_made_anew_when_the_file_changes(tmp_path: Path) -> None:
    templates = Templates(kept=2)
    path, twin = tmp_path / "mau.docx", tmp_path / "ban-sao.docx"
    path.write_bytes(a_docx("{{ a }}"))
    twin.write_bytes(path.read_bytes())
    first = templates.get(path)
    assert templates.get(path) is first and templates.get(twin) is first
    path.write_bytes(a_docx("khác {{ a }}"))
    assert templates.get(path) is not first
    with pytest.raises(BrokenPackage):
        templates.get(tmp_path / "khong-co.docx")


def test_the_least_lately_used_template_is_forgotten_first(tmp_path: Path) -> None:
    templates = Templates(kept=2)
    paths = [tmp_path / f"{i}.docx" for i in range(3)]
    for i, path in enumerate(paths):
        path.write_bytes(a_docx(f"{i} {{{{ a }}}}"))
    first, second = templates.get(paths[0]), templates.get(paths[1])
    assert templates.get(paths[0]) is first
    templates.get(paths[2])
    assert templates.get(paths[0]) is first
    assert templates.get(paths[1]) is not second


def test_many_threads_asking_for_a_new_template_get_the_same_one(tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(a_docx("{{ a }}"))
    templates, start = Templates(), threading.Barrier(4)

    def ask(_: int) -> CompiledTemplate:
        start.wait()
        return templates.get(path)

    with ThreadPoolExecutor(4) as pool:
        assert len({id(t) for t in pool.map(ask, range(4))}) == 1
