"""Templates that people send become numbered packages; nothing half done is ever seen."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from service.catalog import add
from service.catalog.add import STAGING, Addition, Additions, Offer
from service.catalog.library import Library
from service.errors import Conflict, InvalidTemplate, StorageUnavailable
from tests.builders import a_docx, a_form, a_package

Adding = Callable[..., Addition]


@pytest.fixture
def added(tmp_path: Path) -> Path:
    return tmp_path / "them"


@pytest.fixture
def library(tmp_path: Path, added: Path) -> Library:
    a_package(tmp_path / "co-san")
    return Library([tmp_path / "co-san", added])


@pytest.fixture
def additions(added: Path, library: Library) -> Additions:
    return Additions(added, library)


@pytest.fixture
def offer(tmp_path: Path, additions: Additions) -> Adding:
    def send(docx: bytes, name: str = "Đơn xin.docx", **more: Any) -> Addition:
        file = tmp_path / "gui-len"
        file.write_bytes(docx)
        return additions.add(Offer(file=file, name=name, **more))

    return send


def test_versions_are_counted_and_the_old_ones_stay(offer: Adding, library: Library, added: Path) -> None:
    first, second = a_docx("{{ ho_ten }}"), a_docx("Ông {{ ho_ten }}")
    assert offer(first).package.version == "1"
    kept = library.get("don-xin")
    assert offer(second).package.version == "2"
    assert library.get("don-xin").sha256 != kept.sha256
    assert kept.documents[0].template.read_bytes() == first
    assert sorted(p.name for p in (added / "don-xin").iterdir()) == ["1", "2"]


def test_the_same_again_changes_nothing_and_an_older_one_is_new_again(offer: Adding) -> None:
    first, second = a_docx("{{ ho_ten }}"), a_docx("Ông {{ ho_ten }}")
    assert [offer(d).package.version for d in (first, first, second, first)] == ["1", "1", "2", "3"]
    assert offer(first, title="Tên khác").package.version == "4"


def test_what_is_kept_is_a_whole_package(offer: Adding, added: Path) -> None:
    package = offer(a_docx("{{ ho_ten }} {{ ngay | ngay }}"), title='Đơn "xin" \\ nghỉ').package
    assert (package.slug, package.title, package.layout) == ("don-xin", 'Đơn "xin" \\ nghỉ', "ca-nhan")
    assert package.sample == {"ho_ten": package.form.find("/ho_ten").title, "ngay": "2026-02-05"}  # type: ignore[union-attr]
    files = sorted(p.name for p in (added / "don-xin" / "1").iterdir())
    assert files == ["don-xin.docx", "form.schema.json", "package.toml", "sample.json"]


@pytest.mark.parametrize("text", ["{{ ho_ten", "{{ x.__class__ }}", "không có thẻ"])
def test_what_is_refused_leaves_nothing_behind(offer: Adding, added: Path, text: str) -> None:
    with pytest.raises(InvalidTemplate) as caught:
        offer(a_docx(text))
    assert caught.value.findings
    assert list(added.iterdir()) == []


def test_a_refused_version_leaves_the_former_one_in_use(offer: Adding, library: Library) -> None:
    offer(a_docx("{{ ho_ten }}"))
    with pytest.raises(InvalidTemplate):
        offer(a_docx("{{ ho_ten"))
    assert library.get("don-xin").version == "1"


def test_a_built_in_package_is_not_replaced_even_when_broken(offer: Adding, tmp_path: Path) -> None:
    a_package(tmp_path / "co-san", "hong", documents={"hong.docx": a_docx("{{ x")})
    for slug in ("giay-moi", "hong"):
        with pytest.raises(Conflict, match="có sẵn"):
            offer(a_docx("{{ ho_ten }}"), slug=slug)


def test_a_sample_that_cannot_be_made_is_asked_for_in_the_form(offer: Adding) -> None:
    form = a_form(ma={"type": "string", "title": "Mã", "pattern": "^[0-9]{3}$"})
    with pytest.raises(InvalidTemplate, match="Thêm examples"):
        offer(a_docx("{{ ma }}"), form=form)
    form["properties"]["ma"]["examples"] = ["123"]
    assert offer(a_docx("{{ ma }}"), form=form).package.sample == {"ma": "123"}


@pytest.mark.parametrize(
    "inner",
    [
        {"type": "string", "minLength": 10**12},
        {"type": "array", "minItems": 10**12, "items": {"type": "string"}},
        {"type": "string", "$comment": "[" * 10},
        {"type": "string", "examples": 5},
        {"type": "string", "format": "email"},
        {"$ref": "https://example.com/x"},
    ],
)
def test_a_hostile_form_costs_nothing(offer: Adding, inner: dict[str, Any], added: Path) -> None:
    with pytest.raises(InvalidTemplate):
        offer(a_docx("{{ ho_ten }}{{ x }}"), form=a_form(ho_ten=inner))
    assert list(added.iterdir()) == []


def test_a_form_nested_without_end_is_refused(offer: Adding) -> None:
    nested: Any = "x"
    for _ in range(900):
        nested = [nested]
    with pytest.raises(InvalidTemplate):
        offer(a_docx("{{ ho_ten }}"), form=a_form(ho_ten={"type": "string", "$comment": nested}))


def test_many_senders_get_versions_of_their_own(additions: Additions, added: Path, tmp_path: Path) -> None:
    start = threading.Barrier(6)

    def send(n: int) -> str:
        file = tmp_path / f"gui-{n}"
        file.write_bytes(a_docx(f"Số {n} {{{{ ho_ten }}}}"))
        start.wait(30)
        additions.add(Offer(file=file, name="Đơn.docx"))
        return file.name

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(6)))
    assert sorted(p.name for p in (added / "don").iterdir()) == [str(n) for n in range(1, 7)]


def test_a_full_disk_is_told_and_nothing_half_written_is_seen(
    offer: Adding, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(a_docx("{{ ho_ten }}"))

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(add, "_flush", full)
    with pytest.raises(StorageUnavailable):
        offer(a_docx("Ông {{ ho_ten }}"))
    assert library.get("don-xin").version == "1"


def test_what_a_killed_process_left_is_cleared(additions: Additions, offer: Adding, added: Path) -> None:
    offer(a_docx("{{ ho_ten }}"))
    (added / f"{STAGING}abc" / "don-2").mkdir(parents=True)
    (added / f"{STAGING}abc" / "don-2" / "package.toml").write_text("x")
    (added / "trong").mkdir()
    additions.clear()
    assert [p.name for p in added.iterdir()] == ["don-xin"]


def test_clearing_a_folder_that_is_not_there_is_harmless(additions: Additions, added: Path) -> None:
    additions.clear()
    assert not added.exists()


def test_findings_are_plain_values(offer: Adding) -> None:
    with pytest.raises(InvalidTemplate) as caught:
        offer(a_docx("{{ ho_tn }}"), form=a_form(ho_ten="string"))
    told = json.loads(json.dumps(caught.value.as_problem()))
    assert (told["status"], told["findings"][0]["severity"]) == (422, "E")
    assert told["errors"][0]["detail"].endswith("Ý bạn là {{ ho_ten }}?")
