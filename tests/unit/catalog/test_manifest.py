"""package.toml is read strictly: what is missing, mistyped or unknown is told with its place."""

from pathlib import Path

import pytest

from service.catalog.manifest import bare_manifest, read_manifest

SOUND = """
title = "Giấy mời"
version = "1.0"
layout = "dang"
[number]
field = "so"
series = "GM"
[[document]]
template = "giay-moi.docx"
title = "Giấy mời {{ so }}"
when = "so"
[document.metadata]
number = "{{ so }}-GM/CB"
"""


def read(folder: Path, text: str) -> tuple[object, list[str]]:
    (folder / "giay-moi.docx").touch()
    (folder / "package.toml").write_text(text, encoding="utf-8")
    manifest, findings = read_manifest(folder)
    return manifest, [f"{f.place}: {f.found} {f.mend}" for f in findings]


def test_a_sound_manifest_is_read_with_its_defaults(tmp_path: Path) -> None:
    manifest, told = read(tmp_path, SOUND)
    assert told == []
    document = manifest.documents[0]
    assert (manifest.layout, manifest.number_field, manifest.number_series) == ("dang", "so", "GM")
    assert (document.key, document.file, document.when) == ("giay-moi", "giay-moi", "so")
    assert document.template == tmp_path / "giay-moi.docx"
    assert document.metadata == {"number": "{{ so }}-GM/CB"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "Giấy mời"', "", "Thiếu title"),
        ('version = "1.0"', "version = 1.0", "version phải là chữ"),
        ('layout = "dang"', 'layout = "khac"', "Chọn: dang, nha-nuoc, ca-nhan"),
        ('layout = "dang"', 'layot = "dang"', "Ý bạn là “layout”?"),
        ('field = "so"', "", "[number]: Thiếu field"),
        ("[[document]]", "[[documents]]", "Chưa có mục [[document]]"),
        ('template = "giay-moi.docx"', 'template = "khac.docx"', "Không có tệp mẫu “khac.docx”"),
        ('template = "giay-moi.docx"', 'template = "../giay-moi.docx"', "Không có tệp mẫu"),
        ('number = "{{ so }}-GM/CB"', "number = 5", "metadata, number: number phải là chữ"),
        ("[document.metadata]", "[document.meta]", "Không có mục “meta”"),
        ('title = "Giấy mời"', 'title = "Giấy', "Không đọc được"),
    ],
)
def test_a_fault_is_told_at_its_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in SOUND
    manifest, told = read(tmp_path, SOUND.replace(old, new, 1))
    assert manifest is None
    assert any(words in line for line in told), told


def test_two_documents_may_not_share_a_key(tmp_path: Path) -> None:
    manifest, told = read(tmp_path, SOUND + '[[document]]\ntemplate = "giay-moi.docx"\n')
    assert manifest is None and "đã dùng ở mục trước" in told[0]


def test_word_files_alone_make_a_manifest() -> None:
    manifest = bare_manifest([Path("Giấy mời họp.docx")], "Giấy mời họp")
    assert [(d.key, d.title, d.when) for d in manifest.documents] == [("giay-moi-hop", "Giấy mời họp", None)]
