"""The steps on papers, in their order; many at a time, none lost, none after a stop."""

import threading
import time
from datetime import UTC, datetime

import pikepdf
import pytest

from service.catalog.library import Library
from service.errors import ConversionFailed, FillFailed
from service.fill.template import Templates
from service.model import VIETNAM, Submission
from service.pipeline import (
    UNDATED,
    Tools,
    dossier_metadata,
    each,
    file_sha256,
    make_document,
    paper_of,
    papers,
    verify,
)
from tests.builders import a_docx, a_form, a_metadata, a_package, paragraphs_of
from tests.builders_service import an_invitation, invited
from tests.fakes import BrokenConverter, FakeConverter, FakeJudge

PACKAGE = """
title = "Nghị quyết"
version = "1.0"
layout = "dang"
[[document]]
template = "mau.docx"
title = "  Nghị quyết {{{{ so }}}}\\t{{{{ ve }}}} "
file = "NQ-{{{{ so }}}} {{{{ ve }}}}"
[document.metadata]
number = " {{{{ so }}}}-NQ/CB "
date = "{date}"
keywords = "nghị quyết, , {{{{ ve }}}},"
"""


@pytest.fixture
def package(tmp_path):
    an_invitation(tmp_path)
    return Library([tmp_path]).get("giay-moi")


def a_resolution(folder, date="{{ ngay }}"):
    a_package(
        folder,
        "nghi-quyet",
        documents={"mau.docx": a_docx("Số {{ so }} về {{ ve }} ngày {{ ngay }}")},
        form=a_form(so="string", ve="string", ngay="string"),
        sample={"so": "05", "ve": "thu chi", "ngay": "2026-02-05"},
        toml=PACKAGE.format(date=date),
    )
    return Library([folder]).get("nghi-quyet")


def some_tools(**parts):
    given = {"templates": Templates(), "converter": FakeConverter(), "judge": FakeJudge(), "workers": 2}
    return Tools(**{**given, **parts})


# papers


def test_a_submission_asks_for_the_documents_whose_condition_holds(package):
    assert [p.spec.key for p in papers(package, invited("An"))] == ["giay-moi"]
    assert [p.spec.key for p in papers(package, invited("An", by_post=True))] == ["giay-moi", "phong-bi"]


def test_a_paper_is_described_from_its_data(tmp_path):
    package = a_resolution(tmp_path)
    submission = Submission.of({"so": "05", "ve": "Thu & chi", "ngay": "2026-02-05"})
    (paper,) = papers(package, submission)
    record = paper.metadata
    assert (record.title, record.number, paper.file) == (
        "Nghị quyết 05 Thu & chi",
        "05-NQ/CB",
        "nq-05-thu-chi",
    )
    assert (record.date, record.created) == ("2026-02-05", datetime(2026, 2, 5, tzinfo=VIETNAM))
    assert (record.kind, record.keywords) == ("Nghị quyết", ("nghị quyết", "Thu & chi"))
    assert (record.template_sha256, record.data_sha256) == (package.sha256, submission.sha256)


@pytest.mark.parametrize("date", ["", "hôm qua", "31/02/2026"])
def test_a_paper_without_a_date_is_never_dated_by_the_clock(tmp_path, date):
    package = a_resolution(tmp_path, date=date)
    (paper,) = papers(package, Submission.of({"so": "1", "ve": "x", "ngay": ""}))
    assert paper.metadata.created == UNDATED == datetime(1980, 1, 1, tzinfo=UTC)


def test_a_paper_whose_title_comes_out_empty_is_called_by_its_package(package):
    spec = package.documents[0]
    bare = type(spec)(spec.key, spec.template, "{{ ho_ten }}", "{{ ho_ten }}", None)
    paper = paper_of(package, bare, invited("…"))
    assert (paper.metadata.title, paper.file) == ("…", "giay-moi")
    assert paper_of(package, bare, invited(" ")).metadata.title == "Giấy mời"


def test_a_condition_that_cannot_be_worked_out_is_refused(package):
    with pytest.raises(FillFailed):
        papers(package, Submission.of({"ho_ten": "An"}))


# make, bind, verify


def test_a_document_is_filled_converted_and_identified(tmp_path, package):
    (paper,) = papers(package, invited("Nguyễn Văn <An>"))
    made = make_document(some_tools(), paper, tmp_path, "0001")
    assert paragraphs_of(made.docx)[-1] == "Kính mời ông Nguyễn Văn <An>"
    assert (made.pages, made.sha256, made.pdf.name) == (1, file_sha256(made.pdf), "0001.pdf")
    with pikepdf.open(made.pdf) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Giấy mời Nguyễn Văn <An>"
    assert sorted(p.name for p in tmp_path.glob("0001*")) == ["0001.docx", "0001.pdf"]


def test_the_same_data_give_the_same_bytes(tmp_path, package):
    (paper,) = papers(package, invited("An"))
    first, second = (make_document(some_tools(), paper, tmp_path, name) for name in ("a", "b"))
    assert (first.sha256, file_sha256(first.docx)) == (second.sha256, file_sha256(second.docx))


def test_of_a_document_that_cannot_be_converted_no_pdf_is_left(tmp_path, package):
    (paper,) = papers(package, invited("An"))
    with pytest.raises(ConversionFailed):
        make_document(some_tools(converter=BrokenConverter(after=0)), paper, tmp_path, "0001")
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_file_is_judged_for_both_of_its_conformances(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    verdict = verify(some_tools(), tmp_path / "a.pdf")
    assert [f.flavour for f in verdict.flavours] == ["2a", "ua1"]


def test_a_dossier_says_what_all_its_documents_say():
    first = a_metadata("Một", organ="Chi bộ ấp", date="2026-01-05", template_sha256="a", data_sha256="b")
    last = a_metadata("Hai", organ="Chi bộ ấp", date="2026-03-01", template_sha256="a", data_sha256="c")
    whole = dossier_metadata("Hồ sơ", [first, last])
    assert (whole.title, whole.kind, whole.organ, whole.date) == ("Hồ sơ", "Hồ sơ", "Chi bộ ấp", "2026-03-01")
    assert whole.created == max(first.created, last.created)
    assert whole.data_sha256 != dossier_metadata("Hồ sơ", [last, first]).data_sha256


def test_a_dossier_of_several_organs_names_none_and_one_of_nothing_has_no_date():
    records = [a_metadata(organ="Chi bộ 1"), a_metadata(organ="Chi bộ 2")]
    assert dossier_metadata("Hồ sơ", records).organ == ""
    assert (dossier_metadata("Hồ sơ", []).created, dossier_metadata("Hồ sơ", []).date) == (UNDATED, "")


# each


def test_every_item_comes_back_once_with_its_own_result():
    found = dict(each(lambda n: n * n, range(200), 4))
    assert found == {n: n * n for n in range(200)}


def test_nothing_to_do_is_done_at_once():
    assert list(each(lambda n: n, [], 3)) == []


def test_our_own_refusal_of_one_item_is_its_result_and_the_others_go_on():
    def work(n):
        if n % 3 == 0:
            raise ConversionFailed(str(n))
        return n

    found = dict(each(work, range(10), 2))
    assert {n for n, r in found.items() if isinstance(r, ConversionFailed)} == {0, 3, 6, 9}
    assert {n for n, r in found.items() if r == n} == {1, 2, 4, 5, 7, 8}


def test_any_other_exception_comes_out_and_nothing_is_left_running():
    before, running = set(threading.enumerate()), threading.Semaphore(0)

    def work(n):
        if n == 3:
            raise ZeroDivisionError
        time.sleep(0.01)
        running.release()

    with pytest.raises(ZeroDivisionError):
        list(each(work, range(1000), 2))
    assert not [t for t in set(threading.enumerate()) - before if t.name.startswith("paper")]


def test_a_caller_that_stops_early_leaves_little_undone_behind():
    before, taken = set(threading.enumerate()), []

    def items():
        for n in range(1000):
            taken.append(n)
            yield n

    done = []
    for _ in each(done.append, items(), 3):
        break
    assert len(done) <= len(taken) <= 7
    assert not [t for t in set(threading.enumerate()) - before if t.name.startswith("paper")]


def test_so_many_work_at_a_time_and_no_more():
    together, most, lock = 0, 0, threading.Lock()
    both = threading.Barrier(3)

    def work(_):
        nonlocal together, most
        with lock:
            together += 1
            most = max(most, together)
        both.wait(150)
        with lock:
            together -= 1

    list(each(work, range(12), 3))
    assert most == 3


def test_who_is_slow_does_not_hold_up_the_results_of_the_others():
    slow = threading.Event()
    found = each(lambda n: slow.wait(150) if n == 0 else n, range(4), 2)
    first = [next(found)[0] for _ in range(3)]
    slow.set()
    assert sorted(first) == [1, 2, 3]
    assert [item for item, _ in found] == [0]
