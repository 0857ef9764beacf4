"""A data file becomes a folder of files; what cannot be made is named, what is made stays."""

import json
import threading
from pathlib import Path

import pikepdf
import pytest

from service.catalog.library import Library
from service.errors import ConversionFailed, StorageUnavailable, ToolMissing, ToolTimeout
from service.fill.template import Templates
from service.jobs.folder import DOCUMENTS, DOSSIER, VERDICTS, Outcome, make_files
from service.jobs.order import Order, Rows
from service.pipeline import Tools, file_sha256
from tests.builders_service import an_invitation, invited
from tests.fakes import FakeConverter, FakeJudge, RefusingConverter

PLAIN = Order(verify=False)


@pytest.fixture
def package(tmp_path):
    an_invitation(tmp_path / "mau")
    return Library([tmp_path / "mau"]).get("giay-moi")


@pytest.fixture
def make(package, tmp_path):
    def run(
        *names: str,
        order: Order = PLAIN,
        converter=None,
        judge=None,
        by_post=False,
        out: Path = tmp_path / "out",
    ) -> Outcome:
        rows = Rows([(n, invited(name, by_post=by_post)) for n, name in enumerate(names, start=1)])
        tools = Tools(Templates(), converter or FakeConverter(), judge or FakeJudge(), 3)
        return make_files(tools, package, rows, out, order, lambda *step: make.steps.append(step))

    make = run
    make.steps = []  # type: ignore[attr-defined]
    return run


def names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_documents_are_named_so_that_they_stand_in_the_order_of_the_rows(make, tmp_path):
    outcome = make("Bình", "An", by_post=True)
    assert names(tmp_path / "out" / DOCUMENTS) == [
        "0001_giay-moi-binh.docx",
        "0001_giay-moi-binh.pdf",
        "0002_phong-bi.docx",
        "0002_phong-bi.pdf",
        "0003_giay-moi-an.docx",
        "0003_giay-moi-an.pdf",
        "0004_phong-bi.docx",
        "0004_phong-bi.pdf",
    ]
    assert [(row, m.pdf.name[:4]) for row, m in outcome.made] == [
        (1, "0001"),
        (1, "0002"),
        (2, "0003"),
        (2, "0004"),
    ]
    assert all(m.docx.is_file() and m.pdf.is_file() for _, m in outcome.made)


def test_without_an_order_for_it_there_is_no_dossier_and_no_verdict(make, tmp_path):
    outcome = make("An")
    assert (outcome.dossier, outcome.verdicts, outcome.unjudged) == (None, {}, None)
    assert [p.name for p in (tmp_path / "out").iterdir()] == [DOCUMENTS]


def test_a_dossier_has_all_documents_and_every_file_its_verdict(make, tmp_path):
    outcome = make("An", "Bình", order=Order(dossier=True, title="Giấy mời họp"))
    assert outcome.dossier == tmp_path / "out" / DOSSIER
    with pikepdf.open(outcome.dossier) as pdf:
        assert (len(pdf.pages), str(pdf.docinfo["/Title"])) == (2, "Giấy mời họp")
    kept = json.loads((tmp_path / "out" / VERDICTS).read_text())
    assert list(kept) == list(outcome.verdicts)
    assert list(kept) == ["van-ban/0001_giay-moi-an.pdf", "van-ban/0002_giay-moi-binh.pdf", "ho-so.pdf"]
    assert all(v["compliant"] for v in kept.values())


def test_each_step_is_told_as_it_is_taken(make):
    make("An", "Bình", order=Order(dossier=True))
    steps = make.steps
    assert steps == [
        ("make", 1, 2),
        ("make", 2, 2),
        ("bind", 1, 1),
        ("verify", 1, 3),
        ("verify", 2, 3),
        ("verify", 3, 3),
    ]


def test_a_row_that_cannot_be_made_is_named_and_the_others_are_made_and_bound(make, tmp_path):
    outcome = make("An", "Bình", "Chi", order=Order(dossier=True), converter=RefusingConverter(["Bình"]))
    assert [(row, type(e)) for row, e in outcome.failed] == [(2, ConversionFailed)]
    assert [row for row, _ in outcome.made] == [1, 3]
    assert names(tmp_path / "out" / DOCUMENTS) == [
        "0001_giay-moi-an.docx",
        "0001_giay-moi-an.pdf",
        "0003_giay-moi-chi.docx",
        "0003_giay-moi-chi.pdf",
    ]
    with pikepdf.open(tmp_path / "out" / DOSSIER) as pdf:
        assert len(pdf.pages) == 2


def test_when_nothing_can_be_made_there_is_nothing_to_bind(make, tmp_path):
    outcome = make("An", order=Order(dossier=True), converter=RefusingConverter(["An"]))
    assert (outcome.made, outcome.dossier, names(tmp_path / "out")) == ([], None, [])


def test_a_missing_tool_ends_the_work_and_leaves_whole_files_only(make, tmp_path):
    with pytest.raises(ToolMissing):
        make("An", "Bình", converter=RefusingConverter(["mời"], ToolMissing()))
    assert names(tmp_path / "out") == []
    assert [p.name for p in (tmp_path / "out" / DOCUMENTS).iterdir()] == []


def test_without_a_judge_the_files_stay_and_it_is_said_why_nobody_judged_them(make, tmp_path):
    outcome = make("An", "Bình", order=Order(), judge=FakeJudge(error=ToolMissing("Thiếu Java.")))
    assert (len(outcome.made), outcome.verdicts, outcome.unjudged.detail) == (2, {}, "Thiếu Java.")


def test_one_file_that_cannot_be_judged_does_not_keep_the_others_from_it(make):
    class SlowForOne(FakeJudge):
        def judge(self, path, flavours=("2a", "ua1")):
            if "0001" in path.name:
                raise ToolTimeout
            return super().judge(path, flavours)

    outcome = make("An", "Bình", order=Order(), judge=SlowForOne())
    assert (list(outcome.verdicts), type(outcome.unjudged)) == (
        ["van-ban/0002_giay-moi-binh.pdf"],
        ToolTimeout,
    )


def test_the_order_of_the_rows_stays_whoever_is_finished_first(make):
    class LastFirst(FakeConverter):
        """Lets go of the first two papers when the third is made."""

        def __init__(self) -> None:
            super().__init__()
            self.others = threading.Event()

        def convert(self, source, target):
            if "0003" not in source.name:
                assert self.others.wait(60)
            elif not self.others.is_set():
                self.others.set()
            super().convert(source, target)

    outcome = make("An", "Bình", "Chi", order=Order(dossier=True, verify=False), converter=LastFirst())
    assert [row for row, _ in outcome.made] == [1, 2, 3]
    with pikepdf.open(outcome.dossier) as pdf, pdf.open_outline() as outline:
        assert [i.title for i in outline.root] == ["Giấy mời An", "Giấy mời Bình", "Giấy mời Chi"]


def test_each_file_is_held_against_what_it_is_to_be_and_the_manifest_says_so(make, tmp_path):
    judge = FakeJudge()
    outcome = make("An", order=Order(dossier=True, profile="pdfa-3a"), judge=judge)
    assert judge.asked == [("2a", "ua1"), ("3a", "ua1")]
    told = json.loads((tmp_path / "out" / "ho-so.manifest.json").read_text("utf-8"))
    assert told["sha256"] == file_sha256(outcome.dossier) == judge.judged[-1]
    assert (told["verified"], told["documents"][0]["verified"]) == (True, True)
    assert "signature" not in told


def test_a_judge_that_is_missing_is_asked_once(make):
    class Missing(FakeJudge):
        def judge(self, path, flavours=("2a", "ua1")):
            self.judged.append(path.name)
            raise ToolMissing

    judge = Missing()
    make("An", "Bình", order=Order(), judge=judge)
    assert judge.judged == ["0001_giay-moi-an.pdf"]


def test_a_folder_that_cannot_be_written_is_said(make, tmp_path):
    (tmp_path / "la-tep").write_text("")
    with pytest.raises(StorageUnavailable, match="Không ghi được tệp kết quả"):
        make("An", out=tmp_path / "la-tep" / "out")


def test_making_again_writes_over_what_was_made_before(make, tmp_path):
    first = make("An").made[0][1].sha256
    assert make("An").made[0][1].sha256 == first
    assert len(names(tmp_path / "out")) == 2
