"""Checking a package tells everything at once, and is silent on a sound one."""

from pathlib import Path

import pytest

from service.catalog.check import check_template, examine
from service.forms.schema import load_form
from service.model import Finding, Severity
from tests.builders import a_docx, a_form, a_list, a_package

TOML = 'title = "Giấy mời"\nversion = "1.0"\nlayout = "ca-nhan"\n[[document]]\ntemplate = "giay-moi.docx"\n'


def checked(folder: Path, text: str, **more: object) -> list[Finding]:
    found = examine(a_package(folder, documents={"giay-moi.docx": a_docx(text)}, **more)).findings
    return [f for f in found if f.rule != "P11"]


def test_a_sound_package_is_silent(tmp_path: Path) -> None:
    assert checked(tmp_path, "Kính mời ông {{ ho_ten }}") == []


@pytest.mark.parametrize(
    ("text", "rule", "mend"),
    [
        ("{{ ho_tn }}", "P6", "Ý bạn là {{ ho_ten }}?"),
        ("{{ ho_ten|hoaa }}", "P7", "bộ lọc"),
        ("{{ ho_ten.upper() }}", "P8", "bộ lọc"),
        ("{{ ho_ten }} {% if ho_ten %}", "P5", ""),
        ("{{ ho_ten|ngay }}", "P14", "sample.json"),
    ],
)
def test_a_mistake_in_the_template_is_told_in_its_file_and_place(
    tmp_path: Path, text: str, rule: str, mend: str
) -> None:
    found = checked(tmp_path, text)
    assert found[0].rule == rule and found[0].severity is Severity.ERROR
    assert str(found[0].place).startswith("giay-moi.docx, thân văn bản, đoạn 1")
    assert mend in found[0].mend


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    found = checked(tmp_path, "{{ ho_tn }} {{ xyz }}", toml=TOML + 'title = "{{ la }}"\n')
    assert [f.rule for f in found] == ["P6", "P6", "P6"]
    assert found[2].place == "package.toml, giay-moi.docx, title"


def test_a_condition_and_metadata_are_checked_too(tmp_path: Path) -> None:
    toml = TOML + 'when = "ho_ten ="\n[document.metadata]\nnumber = "{{ ho_ten|khong_co }}"\n'
    found = checked(tmp_path, "{{ ho_ten }}", toml=toml)
    assert [f.place for f in found] == [
        "package.toml, giay-moi.docx, metadata.number",
        "package.toml, giay-moi.docx, when",
    ]


def test_fields_and_samples_that_prove_nothing_are_warned_about(tmp_path: Path) -> None:
    form = a_form(ho_ten="string", thua="string", ds=a_list(ten="string"))
    text = "{{ ho_ten }}{% for d in ds %}{{ d.ten }}{% endfor %}"
    found = checked(tmp_path, text, form=form, sample={"ho_ten": "An"})
    assert [(f.rule, f.severity) for f in found] == [("P12", Severity.WARNING), ("P16", Severity.WARNING)]
    assert "ds[].ten" in found[1].found


def test_a_broken_manifest_does_not_hide_what_is_wrong_in_the_templates(tmp_path: Path) -> None:
    found = checked(tmp_path, "{{ ho_ten", toml="title = 1")
    assert {"P2", "P5"} <= {f.rule for f in found}


def test_a_file_that_is_no_word_file_is_told(tmp_path: Path) -> None:
    folder = a_package(tmp_path, documents={"giay-moi.docx": b"PK\x03\x04 rest"})
    assert [f.rule for f in examine(folder).findings][:1] == ["P1"]


def test_a_word_file_alone_is_checked_without_a_form(tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(a_docx("{{ ho_ten }} {{ ngay_hop|ngay }}", table=[["{%tr for d in ds %}"], ["{{ d }}"]]))
    assert [f.rule for f in check_template(path, None) if f.severity is Severity.ERROR] == ["P5"]
    path.write_bytes(a_docx("{{ Ho_Ten }}"))
    assert "P6" in [f.rule for f in check_template(path, None)]
    path.write_bytes(a_docx("không thẻ"))
    assert "không có thẻ nào" in check_template(path, None)[-1].found


def test_a_word_file_is_held_against_a_given_form(tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(a_docx("{{ ho_ten }} {{ khac }}"))
    found = check_template(path, load_form(a_form(ho_ten="string")))
    assert [f.rule for f in found if f.rule != "P11"] == ["P6"]


def test_examining_gives_the_package_with_its_findings(tmp_path: Path) -> None:
    result = examine(a_package(tmp_path))
    assert result.package is not None and result.package.slug == "giay-moi"


def test_a_bare_docx_is_examined_like_a_package(tmp_path: Path) -> None:
    path = tmp_path / "giay.docx"
    path.write_bytes(
        a_docx("Ông {{ ho_ten }}", table=[["{%tr for d in ds %}"], ["{{ d.ten }}"], ["{%tr endfor %}"]])
    )
    assert [f for f in examine(path).findings if f.rule != "P11"] == []
