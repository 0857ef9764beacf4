import json
import tomllib

import pytest
from docx import Document

from service.errors import Conflict, InputError, NotFound
from service.forms.clean import clean
from service.forms.schema import load_form
from service.layouts.skeleton import LAYOUTS, skeleton, skeleton_package


def text_of(path):
    document = Document(str(path))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*cells, *(p.text for p in document.paragraphs)])


@pytest.fixture(params=LAYOUTS)
def package(request, tmp_path):
    skeleton_package("thong-bao", request.param, tmp_path / "thong-bao", "Thông báo")
    return tmp_path / "thong-bao"


def test_the_sample_is_a_valid_submission_of_the_form(package):
    form = load_form(json.loads((package / "form.schema.json").read_text("utf-8")))
    sample = json.loads((package / "sample.json").read_text("utf-8"))
    assert set(sample) == {f.name for f in form.fields}
    assert clean(form, sample, lenient=False).values == sample


def test_every_field_is_used_by_the_template_or_its_titles(package):
    form = load_form(json.loads((package / "form.schema.json").read_text("utf-8")))
    text = text_of(package / "van-ban.docx")
    assert not [f.name for f in form.fields if f.name not in text]


def test_package_toml_names_template_layout_and_rules(package):
    told = tomllib.loads((package / "package.toml").read_text("utf-8"))
    assert told["title"] == "Thông báo"
    assert told["layout"] in LAYOUTS
    assert (package / told["document"][0]["template"]).is_file()
    assert ("number" in told) == (told["layout"] != "ca-nhan")


def test_quotes_in_a_title_do_not_break_package_toml(tmp_path):
    skeleton_package("mau", "dang", tmp_path / "mau", 'Thông báo "khẩn" \\ mới')
    told = tomllib.loads((tmp_path / "mau" / "package.toml").read_text("utf-8"))
    assert told["document"][0]["title"] == 'Thông báo "khẩn" \\ mới {{ trich_yeu }}'


def test_party_and_state_headers_are_never_mixed(tmp_path):
    for layout in ("dang", "nha-nuoc"):
        skeleton(layout, tmp_path / f"{layout}.docx", title="Thông báo")
    party, state = text_of(tmp_path / "dang.docx"), text_of(tmp_path / "nha-nuoc.docx")
    assert "ĐẢNG CỘNG SẢN" in party and "CỘNG HÒA" not in party and "Số:" not in party
    assert "CỘNG HÒA" in state and "ĐẢNG CỘNG SẢN" not in state and "Số:" in state


@pytest.mark.parametrize("slug", ["", "Thông báo", "../thong-bao", "thong_bao"])
def test_a_name_that_is_no_slug_is_refused(slug, tmp_path):
    with pytest.raises(InputError, match="không dấu"):
        skeleton_package(slug, "dang", tmp_path / "x", "Thông báo")
    assert not (tmp_path / "x").exists()


def test_a_package_is_never_overwritten(package):
    before = (package / "package.toml").read_bytes()
    with pytest.raises(Conflict):
        skeleton_package("thong-bao", "dang", package, "Khác")
    assert (package / "package.toml").read_bytes() == before


def test_an_unknown_layout_is_refused(tmp_path):
    with pytest.raises(NotFound):
        skeleton_package("mau", "cong-ty", tmp_path / "mau", "Mẫu")
