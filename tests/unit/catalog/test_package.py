"""A package is read whole or refused with every fault; a bare .docx is one too."""

from pathlib import Path

import pytest

from service.catalog.package import files_of, hash_of, load_package, read_package
from service.errors import BrokenPackage
from tests.builders import a_docx, a_form, a_package

NUMBERED = """
title = "Giấy mời"
version = "1.0"
layout = "dang"
[number]
field = "so"
series = "GM"
[[document]]
template = "giay-moi.docx"
"""


def test_a_sound_package_is_read(tmp_path: Path) -> None:
    package = load_package(a_package(tmp_path))
    assert (package.slug, package.title, package.layout, package.number_field) == (
        "giay-moi",
        "Giấy mời",
        "ca-nhan",
        None,
    )
    assert package.sample == {"ho_ten": "Nguyễn Văn An"}
    assert package.form.find("/ho_ten") is not None
    assert package.documents[0].template.read_bytes()[:2] == b"PK"


def test_the_hash_covers_names_and_bytes_of_every_file_but_no_lock_files(tmp_path: Path) -> None:
    folder = a_package(tmp_path)
    before = hash_of(folder)
    (folder / "~$ay-moi.docx").write_bytes(b"x")
    assert hash_of(folder) == before
    assert [p.name for p in files_of(folder)] == [
        "form.schema.json",
        "giay-moi.docx",
        "package.toml",
        "sample.json",
    ]
    (folder / "ghi-chu.txt").write_bytes(b"a")
    longer = hash_of(folder)
    (folder / "ghi-chu.txt").rename(folder / "ghi-chv.txt")
    assert len({before, longer, hash_of(folder)}) == 3


@pytest.mark.parametrize(
    ("name", "text", "rule", "words"),
    [
        ("package.toml", "title = 1", "P2", "title phải là chữ"),
        ("form.schema.json", "{", "P3", "không phải JSON"),
        ("form.schema.json", "[1]", "P3", "đối tượng JSON"),
        (
            "form.schema.json",
            '{"type": "object", "properties": {"Họ tên": {"type": "string"}}}',
            "P3",
            "tên trường",
        ),
        ("sample.json", '{"ho_tn": "An"}', "P4", "ho_ten"),
        ("sample.json", "không", "P4", "không phải JSON"),
        ("package.toml", NUMBERED, "P2", "không có trường “so”"),
    ],
)
def test_a_fault_in_any_file_is_told(tmp_path: Path, name: str, text: str, rule: str, words: str) -> None:
    folder = a_package(tmp_path)
    (folder / name).write_text(text, encoding="utf-8")
    found = read_package(folder).findings
    assert any(f.rule == rule and words in f.found for f in found), found


def test_loading_a_broken_package_names_every_fault(tmp_path: Path) -> None:
    folder = a_package(tmp_path)
    (folder / "package.toml").write_text("titel = 'x'", encoding="utf-8")
    (folder / "sample.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BrokenPackage) as caught:
        load_package(folder)
    assert len(caught.value.errors) >= 4
    assert {e.rule for e in caught.value.errors} == {"P2", "P4"}


def test_a_missing_sample_is_told(tmp_path: Path) -> None:
    folder = a_package(tmp_path)
    (folder / "sample.json").unlink()
    assert [f.rule for f in read_package(folder).findings] == ["P4"]


def test_a_folder_name_must_be_a_slug(tmp_path: Path) -> None:
    assert read_package(a_package(tmp_path, "Giấy mời")).package is None


def test_a_bare_docx_is_a_package(tmp_path: Path) -> None:
    path = tmp_path / "Giấy mời họp.docx"
    path.write_bytes(a_docx("Kính mời: {{ ho_ten }}, ngày {{ ngay_hop|ngay }}"))
    package = load_package(path)
    assert (package.slug, package.title) == ("giay-moi-hop", "Giấy mời họp")
    assert [f.name for f in package.form.fields] == ["ho_ten", "ngay_hop"]
    assert package.sample == {"ho_ten": "Kính mời", "ngay_hop": "2026-02-05"}


def test_a_folder_with_nothing_but_word_files_is_a_package_of_all_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "hai-mau"
    folder.mkdir()
    (folder / "a.docx").write_bytes(a_docx("{{ mot }}"))
    (folder / "b.docx").write_bytes(a_docx("{{ hai }}"))
    package = load_package(folder)
    assert [d.key for d in package.documents] == ["a", "b"]
    assert [f.name for f in package.form.fields] == ["mot", "hai"]


def test_a_bare_docx_without_tags_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trong.docx"
    path.write_bytes(a_docx("không có thẻ"))
    with pytest.raises(BrokenPackage):
        load_package(path)


def test_an_empty_folder_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    (tmp_path / "trong").mkdir()
    assert "không có mẫu Word" in read_package(tmp_path / "trong").findings[0].found
    assert read_package(tmp_path / "khong-co").package is None


def test_a_form_may_say_what_the_manifest_does_not(tmp_path: Path) -> None:
    form = {**a_form(ho_ten="string"), "description": "Mời họp"}
    assert load_package(a_package(tmp_path, form=form)).description == "Mời họp"
