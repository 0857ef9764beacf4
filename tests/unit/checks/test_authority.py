"""Who issues and who signs."""

from datetime import date

import pytest

from service.checks.rulefiles import load_rulebook
from tests.builders_checks import found

STATE = {"layout": "nha-nuoc", "rules": "30/2020/NĐ-CP"}


@pytest.mark.parametrize(
    ("organ", "kind", "allowed"),
    [
        ("Chi bộ ấp 3", "nghị quyết", True),
        ("CHI BỘ ẤP 3", "CHỈ THỊ", False),
        ("Chi bộ ấp 3", "quy định", False),
        ("Chi bộ ấp 3", "quy chế", True),
        ("Đảng ủy xã", "quy định", True),
        ("Đảng uỷ xã", "hướng dẫn", False),
        ("Ban Thường vụ Đảng ủy", "hướng dẫn", True),
        ("Ban Thường vụ Đảng ủy", "quy chế", False),
        ("Hội Nông dân xã", "chỉ thị", True),
    ],
)
def test_a_body_issues_only_what_it_may(organ: str, kind: str, allowed: bool) -> None:
    values = {"don_vi": organ, "loai": kind}
    assert (found({"rule": "D9", "organ": "don_vi", "kind": "loai"}, values) == ()) == allowed


def test_the_type_may_be_the_package_s_own_word() -> None:
    findings = found({"rule": "D9", "organ": "don_vi", "kind": "=chỉ thị"}, {"don_vi": "Chi bộ ấp 3"})
    assert [(f.pointer, f.found) for f in findings] == [("/don_vi", "Chi bộ ấp 3 ban hành chỉ thị.")]


def test_types_before_the_regulation_are_not_judged() -> None:
    values = {"don_vi": "Chi bộ ấp 3", "loai": "chỉ thị"}
    table = {"rule": "D9", "organ": "don_vi", "kind": "loai"}
    assert found(table, values, day=date(2026, 1, 8)) == ()
    assert found(table, values, day=date(2026, 1, 9)) != ()


@pytest.mark.parametrize(
    ("text", "party", "state"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", True, False),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", False, True),
        ("Độc lập - Tự do - Hạnh phúc", False, True),
        ("Đảng Cộng sản Việt Nam lãnh đạo", True, True),
    ],
)
def test_headings_are_not_mixed(text: str, party: bool, state: bool) -> None:
    table = {"rule": "D10", "texts": "dong"}
    assert (found(table, {"dong": text}) == ()) == party
    assert (found(table, {"dong": text}, **STATE) == ()) == state


@pytest.mark.parametrize(
    ("authority", "mend"),
    [
        ("T/M CHI BỘ", None),
        ("K/T TRƯỞNG BAN", None),
        ("T/L BAN THƯỜNG VỤ", None),
        ("", None),
        ("TM. CHI BỘ", "Ghi “T/M CHI BỘ”."),
        ("KT. TRƯỞNG BAN", "Ghi “K/T TRƯỞNG BAN”."),
        ("T/M CHI ỦY", "Ghi “T/M CHI BỘ”."),
        ("K/T CHI BỘ", "Ghi “T/M CHI BỘ”, chức vụ PHÓ BÍ THƯ."),
    ],
)
def test_party_papers_are_signed_with_slashes(authority: str, mend: str | None) -> None:
    values = {"quyen_han": authority, "don_vi": "Chi bộ ấp 3"}
    findings = found({"rule": "D11", "authority": "quyen_han", "organ": "don_vi"}, values)
    assert [f.mend for f in findings] == ([mend] if mend else [])
    assert all(f.severity == "W" for f in findings)


@pytest.mark.parametrize(
    ("authority", "right"),
    [("TM. ỦY BAN NHÂN DÂN", True), ("KT. CHỦ TỊCH", True), ("T/M ỦY BAN NHÂN DÂN", False)],
)
def test_state_papers_are_signed_with_dots(authority: str, right: bool) -> None:
    findings = found({"rule": "D11", "authority": "quyen_han"}, {"quyen_han": authority}, **STATE)
    assert (findings == ()) == right


@pytest.mark.parametrize(
    ("post", "signer", "holder_post", "holder", "agrees"),
    [
        ("Bí thư", "Trần Văn Hậu", "Bí thư chi bộ", "Trần Văn Hậu", True),
        ("Bí thư", "Trần Văn Hậu", "Bí thư Chi bộ", "trần văn hậu", True),
        ("Phó Bí thư", "Lê Thị Tú", "Bí thư chi bộ", "Trần Văn Hậu", True),
        ("Bí thư", "Lê Thị Tú", "Bí thư chi bộ", "Trần Văn Hậu", False),
        ("Bí thư", "", "Bí thư chi bộ", "Trần Văn Hậu", True),
    ],
)
def test_one_post_has_one_holder(post, signer, holder_post, holder, agrees) -> None:
    table = {"rule": "D14", "signer": "a", "post": "b", "holder": "c", "holder_post": "d"}
    assert (found(table, {"a": signer, "b": post, "c": holder, "d": holder_post}) == ()) == agrees


REGISTER = """
[[holder]]
organ = "Chi bộ ấp 3"
post = "Bí thư"
name = "Trần Văn Hậu"
starts = 2022-06-01
ends = 2026-04-30

[[holder]]
organ = "Chi bộ ấp 3"
post = "Bí thư"
name = "Lê Thị Cẩm Tú"
starts = 2026-05-01

[[holder]]
organ = "Chi bộ ấp 3"
post = "Phó Bí thư"
name = "Trần Văn Hậu"
starts = 2026-05-01
"""


@pytest.mark.parametrize(
    ("organ", "post", "signer", "day", "who"),
    [
        ("CHI BỘ ẤP 3", "BÍ THƯ", "Trần Văn Hậu", date(2026, 4, 30), ""),
        ("Chi bộ ấp 3", "Bí thư Chi bộ", "Trần Văn Hậu", date(2026, 5, 1), "Lê Thị Cẩm Tú"),
        ("Chi bộ ấp 3", "Bí thư", "Lê Thị Cẩm Tú", date(2026, 5, 1), ""),
        ("Chi bộ ấp 3", "Phó Bí thư", "Trần Văn Hậu", date(2026, 5, 1), ""),
        ("Chi bộ ấp 3", "Bí thư", "Ai Đó", date(2022, 5, 31), ""),
        ("Chi bộ ấp 4", "Bí thư", "Ai Đó", date(2026, 5, 1), ""),
    ],
)
def test_the_signer_holds_the_post_in_the_register(tmp_path, organ, post, signer, day, who) -> None:
    (tmp_path / "chuc-vu.toml").write_text(REGISTER, "utf-8")
    book = load_rulebook(tmp_path)
    table = {"rule": "D14", "signer": "a", "post": "b", "organ": "c"}
    findings = found(table, {"a": signer, "b": post, "c": organ}, book=book, day=day)
    assert [f.found for f in findings] == (
        [f"{post} ký là {signer}, theo danh sách chức vụ, ngày {day:%d/%m/%Y} là {who}."] if who else []
    )
