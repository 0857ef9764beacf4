import shutil
import subprocess

import pypdf
import pytest

from service.layouts.page import new_draft, save
from service.layouts.prose import body
from service.layouts.signature import Signer, recipients_and_signature, two_signatures

SECRETARY = Signer("T/M CHI BỘ", "BÍ THƯ", "Nguyễn Thành Được")


def signed(lines=1):
    draft = new_draft("dang", title="Nghị quyết")
    for number in range(lines):
        body(draft, f"Dòng thứ {number}.")
    body(draft, "Câu cuối.", keep_next=True)
    recipients_and_signature(draft, recipients=["- Đảng ủy xã (báo cáo);", "- Lưu Chi bộ."], signer=SECRETARY)
    return draft


def test_recipients_stand_left_and_the_signature_right_in_one_row():
    table = signed().document.tables[0]
    assert len(table.rows) == 1
    left, right = ([p.text for p in c.paragraphs] for c in table.rows[0].cells)
    assert left == ["Nơi nhận:", "- Đảng ủy xã (báo cáo);", "- Lưu Chi bộ."]
    assert right == ["T/M CHI BỘ", "BÍ THƯ", "Nguyễn Thành Được"]


def test_there_is_room_of_four_lines_for_the_hand():
    name = signed().document.tables[0].rows[0].cells[1].paragraphs[-1]
    assert 60 <= name.style.paragraph_format.space_before.pt <= 70


def test_names_of_two_signatures_stand_level():
    draft = new_draft("ca-nhan", title="Bản cam kết")
    two_signatures(draft, Signer("XÁC NHẬN CỦA CHI BỘ", "BÍ THƯ", "A"), Signer("NGƯỜI CAM KẾT", "", "B"))
    left, right = (c.paragraphs for c in draft.document.tables[0].rows[0].cells)
    assert len(left) == len(right) + 1
    missing = right[-1].paragraph_format.space_before.pt - left[-1].style.paragraph_format.space_before.pt
    assert 16 <= missing <= 17


def test_a_paragraph_ends_the_file_as_word_wants():
    assert signed().document.element.body[-2].tag.endswith("}p")


@pytest.mark.soffice
def test_the_signature_never_stands_alone_on_a_page(tmp_path):
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice (soffice) is missing"
    lengths = range(18, 34)
    for lines in lengths:
        save(signed(lines), tmp_path / f"{lines}.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(tmp_path / f"{lines}.docx") for lines in lengths]
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=150)
    pages = [[p.extract_text() for p in pypdf.PdfReader(tmp_path / f"{n}.pdf").pages] for n in lengths]
    assert {len(p) for p in pages} == {1, 2}
    for texts in pages:
        assert "Câu cuối." in texts[-1] and "Nguyễn Thành Được" in texts[-1] and "Nơi nhận:" in texts[-1]
