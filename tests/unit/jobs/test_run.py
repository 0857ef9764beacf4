"""Jobs end where they should, whatever breaks on the way, and nothing good is made twice or lost."""

import threading
from dataclasses import replace
from datetime import timedelta
from itertools import count
from shutil import rmtree

import pikepdf
import pytest

from service.database.connection import Database
from service.database.rows import change
from service.database.schema import job
from service.errors import ConversionFailed, ServiceError, StorageUnavailable, ToolMissing, ToolTimeout
from service.jobs.order import Rows
from service.jobs.run import MOST_ATTEMPTS, Runner
from service.model import JobState
from tests.builders_service import invited
from tests.fakes import FakeConverter, FakeJudge, HandEngine, HeldConverter, MemoryStorage, RefusingConverter
from tests.web_app import NOW


class Killed(BaseException):
    """Stands for the end of the process: nothing below the test may catch it."""


class DeadlyConverter(FakeConverter):
    """Takes the process down at the document after `after` others."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._left = threading.Semaphore(after)

    def convert(self, source, target) -> None:
        if not self._left.acquire(blocking=False):
            raise Killed
        super().convert(source, target)


def holding(run) -> HandEngine:
    return HandEngine(run, holds=True)


def began_before(office, job_id, times) -> None:
    """Let a job have been begun so often without a step forward."""
    with office.shop.database.write() as connection:
        change(connection, job, job_id, attempts=times)


def as_made(rows, ids=None):
    """Give rows (those with the ids) as they were before anybody judged them."""
    return [replace(r, verified=None, verdict=None) for r in rows if ids is None or r.id in ids]


def test_a_batch_becomes_documents_and_a_dossier_in_the_order_of_its_rows(office):
    job_id = office.batch("An", "Bình", "Chi", dossier=True, title="Giấy mời họp")
    job = office.job(job_id)
    assert (job.state, job.stage, job.total, job.done, job.failed, job.judged) == (
        JobState.DONE,
        "done",
        3,
        3,
        0,
        3,
    )
    assert [d.title for d in office.documents(job_id)] == [f"Giấy mời {n}" for n in ("An", "Bình", "Chi")]
    dossier = office.dossier(job_id)
    assert (dossier.title, dossier.pages, dossier.verified) == ("Giấy mời họp", 3, True)
    with (
        office.shop.archive.open_dossier(dossier.id) as stream,
        pikepdf.open(stream) as pdf,
        pdf.open_outline() as outline,
    ):
        assert [i.title for i in outline.root] == ["Giấy mời An", "Giấy mời Bình", "Giấy mời Chi"]


def test_a_finished_document_says_what_it_is_and_is_kept_whole(office):
    (row,) = office.documents(office.batch("An"))
    assert (row.number, row.file, row.version, row.pages) == ("01-GM/CB", "giay-moi-an", "1.2", 1)
    assert (row.record["organ"], row.record["date"]) == ("Chi bộ ấp Mỹ Thọ", "2026-02-05")
    assert (row.verified, row.finished) == (True, NOW.isoformat())
    assert office.kept() == sorted([f"{row.sha256}.pdf", f"{row.docx_sha256}.docx"])


def test_a_job_delivered_twice_makes_one_set_of_documents(an_office):
    converter = FakeConverter()
    office = an_office(converter=converter)
    job_id = office.batch("An", "Bình", dossier=True)
    before = (office.job(job_id), office.documents(job_id), office.dossier(job_id), office.kept())
    office.runner.run(job_id)
    assert (office.job(job_id), office.documents(job_id), office.dossier(job_id), office.kept()) == before
    assert len(converter.sources) == 2


def test_a_job_delivered_again_while_it_is_in_hand_is_not_worked_on_twice(an_office):
    converter = HeldConverter()
    office = an_office(converter=converter, engine=holding)
    job_id = office.batch("An", "Bình")
    worker = threading.Thread(target=office.runner.run, args=(job_id,))
    worker.start()
    assert converter.begun.wait(30)
    office.runner.run(job_id)  # gives the thread back at once
    assert office.job(job_id).state is JobState.RUNNING
    converter.go.set()
    worker.join()
    assert office.job(job_id).state is JobState.DONE
    assert len(converter.sources) == 2


def test_an_id_that_nobody_knows_is_left_alone(office):
    office.runner.run("0" * 32)
    assert office.kept() == []


def test_a_document_that_cannot_be_made_is_named_and_the_others_are_kept(an_office):
    office = an_office(converter=RefusingConverter(["Bình"]))
    job_id = office.batch("An", "Bình", "Chi", dossier=True)
    job = office.job(job_id)
    assert (job.state, job.done, job.failed, job.problem) == (JobState.PARTLY, 2, 1, None)
    _, bad, _ = office.documents(job_id)
    assert (bad.state, bad.row, bad.problem["type"]) == ("failed", 2, "/problems/conversion-failed")
    assert bad.problem["detail"] == "Văn bản này làm hỏng máy chuyển."
    assert [d["title"] for d in office.dossier(job_id).manifest["documents"]] == [
        "Giấy mời An",
        "Giấy mời Chi",
    ]


def test_a_retry_makes_only_what_failed_and_binds_all_in_order(an_office):
    converter = RefusingConverter(["An", "Chi"])
    office = an_office(converter=converter)
    job_id = office.batch("An", "Bình", "Chi", dossier=True)
    before = office.documents(job_id)[1]
    converter.words.clear()
    office.desk.retry(job_id)
    job = office.job(job_id)
    assert (job.state, job.done, job.failed, len(converter.sources)) == (JobState.DONE, 3, 0, 3)
    assert job.options["ahead"] == {"done": 1, "failed": 0, "judged": 1}
    assert office.documents(job_id)[1] == before
    titles = [d["title"] for d in office.dossier(job_id).manifest["documents"]]
    assert titles == ["Giấy mời An", "Giấy mời Bình", "Giấy mời Chi"]
    assert office.dossier(job_id).verified is True


def test_a_retry_that_fails_again_says_so_again(an_office):
    hours = count()
    office = an_office(
        converter=RefusingConverter(["Bình"]), clock=lambda: NOW + timedelta(hours=next(hours))
    )
    job_id = office.batch("An", "Bình")
    first, (_, bad) = office.job(job_id), office.documents(job_id)
    assert first.created < first.started < bad.finished < first.finished
    office.desk.retry(job_id)
    job, (_, bad) = office.job(job_id), office.documents(job_id)
    assert (job.state, job.done, job.failed) == (JobState.PARTLY, 1, 1)
    assert first.finished < job.started < bad.finished < job.finished
    assert job.created == first.created


def test_a_job_of_which_nothing_can_be_made_has_failed_and_binds_nothing(an_office):
    office = an_office(converter=RefusingConverter(["An", "Bình"]))
    job_id = office.batch("An", "Bình", dossier=True)
    assert office.job(job_id).state is JobState.FAILED
    assert office.dossier(job_id).sha256 is None


def test_rows_that_were_bad_from_the_start_leave_a_job_done_in_part(office):
    job_id = office.batch(rows=Rows([(2, invited("An"))], bad_rows=[1]))
    job = office.job(job_id)
    assert (job.state, job.total, job.done, job.failed) == (JobState.PARTLY, 2, 1, 1)


def test_a_retry_leaves_the_rows_counted_that_were_bad_from_the_start(an_office):
    converter = RefusingConverter(["An"])
    office = an_office(converter=converter)
    job_id = office.batch(rows=Rows([(2, invited("An"))], bad_rows=[1]))
    assert (office.job(job_id).state, office.job(job_id).failed) == (JobState.FAILED, 2)
    converter.words.clear()
    office.desk.retry(job_id)
    job = office.job(job_id)
    assert (job.state, job.done, job.failed) == (JobState.PARTLY, 1, 1)


def test_one_row_may_ask_for_several_documents(office):
    job_id = office.batch("An", "Bình", by_post=True)
    assert [(d.position, d.row, d.part) for d in office.documents(job_id)] == [
        (1, 1, "giay-moi"),
        (2, 1, "phong-bi"),
        (3, 2, "giay-moi"),
        (4, 2, "phong-bi"),
    ]


def test_a_full_storage_fails_the_job_and_a_retry_finishes_it_when_there_is_room(an_office):
    storage = MemoryStorage(room=4)  # two documents
    converter = FakeConverter()
    office = an_office(storage=storage, converter=converter)
    job_id = office.batch("An", "Bình", "Chi", "Dung", dossier=True)
    job = office.job(job_id)
    assert (job.state, job.problem["type"], job.failed) == (
        JobState.FAILED,
        "/problems/storage-unavailable",
        0,
    )
    good = [d for d in office.documents(job_id) if d.state == "done"]
    assert 0 < len(good) == job.done < 4
    assert all(f"{d.sha256[:2]}/{d.sha256}.pdf" in storage.files for d in good)
    storage.room = None
    office.desk.retry(job_id)
    job = office.job(job_id)
    assert (job.state, job.done, job.problem, office.dossier(job_id).pages) == (JobState.DONE, 4, None, 4)
    assert as_made(office.documents(job_id), {g.id for g in good}) == good


def test_a_missing_tool_stops_the_job_at_once_and_a_retry_finishes_it(an_office):
    converter = RefusingConverter(["mời"], ToolMissing("Thiếu LibreOffice."))
    office = an_office(converter=converter)
    job_id = office.batch("An", "Bình")
    job = office.job(job_id)
    assert (job.state, job.problem["detail"], job.failed) == (JobState.FAILED, "Thiếu LibreOffice.", 0)
    assert job.finished == NOW.isoformat()
    assert office.states(job_id) == ["queued", "queued"]
    converter.words.clear()
    office.desk.retry(job_id)
    assert office.job(job_id).state is JobState.DONE


class FullDatabase(Database):
    """Cannot be written `refusals` times once it is `full`."""

    full, refusals = False, 0

    def write(self):
        if self.full and self.refusals:
            self.refusals -= 1
            raise StorageUnavailable
        return super().write()


class FillingStorage(MemoryStorage):
    """Fills the disk of the database, too."""

    def __init__(self, database: FullDatabase) -> None:
        super().__init__(room=0)
        self._database = database

    def put(self, key, path) -> None:
        self._database.full = True
        super().put(key, path)


def test_a_job_says_that_the_disk_is_full_as_soon_as_its_row_can_be_written(an_office):
    office = an_office(engine=holding)
    job_id = office.batch("An")
    database = FullDatabase(office.service.settings.database_url)
    database.refusals = 3
    archive = type(office.shop.archive)(database, FillingStorage(database))
    try:
        Runner(replace(office.shop, database=database, archive=archive), patience=0.01).run(job_id)
    finally:
        database.close()
    assert database.refusals == 0
    assert office.job(job_id).problem["type"] == "/problems/storage-unavailable"


def test_a_job_whose_row_cannot_be_written_is_left_to_the_next_start(an_office):
    office = an_office(engine=holding)
    job_id = office.batch("An")
    database = FullDatabase(office.service.settings.database_url)
    database.full, database.refusals = True, 1_000_000
    runner = Runner(replace(office.shop, database=database), patience=30)
    worker = threading.Thread(target=runner.run, args=(job_id,))
    worker.start()
    runner.stop()
    worker.join(25)  # less than its patience
    database.close()
    assert not worker.is_alive()
    assert office.job(job_id).state is JobState.QUEUED


@pytest.mark.parametrize("error", [ToolMissing("Thiếu Java."), StorageUnavailable(), ToolTimeout()])
def test_without_a_judge_the_verdict_stays_open_and_the_job_says_why(an_office, error):
    judge = FakeJudge(error=error)
    office = an_office(judge=judge)
    job_id = office.batch("An", "Bình", dossier=True)
    job = office.job(job_id)
    assert (job.state, job.judged, job.problem["detail"]) == (JobState.DONE, 0, error.detail)
    assert [d.verified for d in office.documents(job_id)] == [None, None]
    assert office.dossier(job_id).verified is None
    judge.error = None
    office.desk.retry(job_id)
    job = office.job(job_id)
    assert (job.state, job.judged, job.problem) == (JobState.DONE, 2, None)
    assert office.dossier(job_id).verified is True


def test_one_file_that_cannot_be_judged_does_not_keep_the_others_from_it(an_office):
    class SlowForOne(FakeJudge):
        def judge(self, path, flavours=("2a", "ua1")):
            if not self.judged:
                self.judged.append("")
                raise ToolTimeout
            return super().judge(path, flavours)

    office = an_office(judge=SlowForOne())
    job_id = office.batch("An", "Bình", dossier=True)
    job = office.job(job_id)
    assert (job.state, job.judged, job.problem["type"]) == (JobState.DONE, 1, "/problems/tool-timeout")
    assert [d.verified for d in office.documents(job_id)] == [None, True]
    assert office.dossier(job_id).verified is True


def test_what_the_judge_refuses_is_kept_with_the_rule_that_it_breaks(an_office):
    office = an_office(judge=FakeJudge(strict=True))
    job_id = office.batch("An")
    (row,) = office.documents(job_id)
    assert (office.job(job_id).state, row.verified) == (JobState.DONE, False)
    assert row.verdict["flavours"][0]["failed"] == {"6.1.2-1 header": 1}


def test_nobody_is_asked_to_judge_what_is_not_to_be_judged(an_office):
    judge = FakeJudge()
    office = an_office(judge=judge)
    job_id = office.batch("An", dossier=True, verify=False)
    assert (office.job(job_id).state, judge.judged) == (JobState.DONE, [])
    assert office.dossier(job_id).verified is None


def test_a_job_that_was_cancelled_before_it_began_makes_nothing(an_office):
    office = an_office(engine=holding)
    job_id = office.batch("An")
    office.desk.cancel(job_id)
    office.engine.go()
    assert (office.job(job_id).state, office.states(job_id)) == (JobState.CANCELLED, ["queued"])


def test_a_job_that_is_cancelled_keeps_what_is_finished_and_makes_no_more(an_office):
    converter = HeldConverter()
    office = an_office(converter=converter, engine=holding)
    job_id = office.batch(*(f"Khách {n}" for n in range(20)), dossier=True)
    worker = threading.Thread(target=office.engine.go)
    worker.start()
    assert converter.begun.wait(30)
    office.desk.cancel(job_id)
    converter.go.set()
    worker.join()
    job = office.job(job_id)
    assert job.state is JobState.CANCELLED
    assert 0 < job.done == office.states(job_id).count("done") < 20
    assert office.dossier(job_id).sha256 is None
    office.desk.retry(job_id)
    office.engine.go()
    job = office.job(job_id)
    assert (job.state, job.done, len(converter.sources)) == (JobState.DONE, 20, 20)


def test_a_job_cancelled_and_asked_for_again_while_it_is_in_hand_is_finished(an_office):
    converter = HeldConverter()
    office = an_office(converter=converter, engine=holding)
    job_id = office.batch(*(f"Khách {n}" for n in range(12)), dossier=True)
    worker = threading.Thread(target=office.engine.go)
    worker.start()
    assert converter.begun.wait(30)
    office.desk.cancel(job_id)
    office.desk.retry(job_id)
    office.engine.go()  # the id comes while the job is in hand
    converter.go.set()
    worker.join()
    job = office.job(job_id)
    assert (job.state, job.done, office.dossier(job_id).pages) == (JobState.DONE, 12, 12)
    assert len(converter.sources) == 12


def test_documents_asked_for_again_behind_a_running_job_are_made_by_its_next_run(an_office):
    converter = RefusingConverter(["Bình"])

    class Impatient(FakeJudge):
        def judge(self, path, flavours=("2a", "ua1")):
            if not self.judged:  # between two looks of the run at its row
                converter.words.clear()
                office.engine.holds = True
                office.desk.cancel(office.engine.told[0])
                office.desk.retry(office.engine.told[0])
            return super().judge(path, flavours)

    office = an_office(converter=converter, judge=Impatient())
    job_id = office.batch("An", "Bình", "Chi", dossier=True)
    job = office.job(job_id)
    assert (job.state, job.done, job.failed, office.dossier(job_id).pages) == (JobState.DONE, 3, 0, 3)


def test_after_a_kill_the_sweep_finishes_the_job_without_making_anything_twice(an_office):
    office = an_office(converter=DeadlyConverter(after=3))
    with pytest.raises(Killed):
        office.batch(*(f"Khách {n}" for n in range(8)), dossier=True)
    (job_id,) = office.engine.told
    before = [d for d in office.documents(job_id) if d.state == "done"]
    assert office.job(job_id).state is JobState.RUNNING
    assert len(before) == 3
    converter = FakeConverter()
    office = an_office(converter=converter)
    office.service.start()
    job = office.job(job_id)
    assert (job.state, job.done, office.dossier(job_id).pages) == (JobState.DONE, 8, 8)
    assert len(converter.sources) == 5
    assert as_made(office.documents(job_id), {b.id for b in before}) == before
    assert len(office.kept()) == 8 * 2 + 1


def test_what_failed_before_a_kill_is_not_tried_again_unless_somebody_asks(an_office):
    class Deadly(FakeJudge):
        def judge(self, path, flavours=("2a", "ua1")):
            raise Killed

    office = an_office(converter=RefusingConverter(["Bình"]), judge=Deadly())
    with pytest.raises(Killed):
        office.batch("An", "Bình")
    (job_id,) = office.engine.told
    converter = FakeConverter()
    office = an_office(converter=converter)
    office.service.start()
    job = office.job(job_id)
    assert (job.state, job.done, job.failed, converter.sources) == (JobState.PARTLY, 1, 1, [])


def test_a_job_that_was_never_handed_over_is_swept_up(an_office):
    office = an_office(engine=holding)
    job_id = office.batch("An")
    office = an_office()
    office.service.start()
    assert office.job(job_id).state is JobState.DONE


def test_a_job_that_takes_the_process_down_each_time_is_given_up(an_office):
    office = an_office(engine=holding)
    job_id = office.batch("An")
    for _ in range(MOST_ATTEMPTS):
        office = an_office(converter=DeadlyConverter(after=0))
        with pytest.raises(Killed):
            office.service.start()
    office = an_office(converter=DeadlyConverter(after=0))
    office.service.start()
    job = office.job(job_id)
    assert (job.state, job.problem["detail"]) == (
        JobState.FAILED,
        "Đã thử 5 lần mà hệ thống đều dừng giữa chừng.",
    )
    office = an_office()
    office.desk.retry(job_id)
    assert office.job(job_id).state is JobState.DONE


def test_a_job_that_gets_on_is_begun_as_often_as_it_takes(an_office):
    office = an_office(engine=holding)
    names = [f"Khách {n}" for n in range(MOST_ATTEMPTS + 2)]
    job_id = office.batch(*names)
    for _ in names[1:]:
        office = an_office(converter=DeadlyConverter(after=1))
        with pytest.raises(Killed):
            office.service.start()
    office = an_office()
    office.service.start()
    assert office.job(job_id).state is JobState.DONE


def test_a_stop_in_the_middle_puts_the_job_down_and_the_next_start_takes_it_up(an_office):
    converter = HeldConverter()
    office = an_office(converter=converter, engine=holding)
    job_id = office.batch(*(f"Khách {n}" for n in range(20)))
    began_before(office, job_id, MOST_ATTEMPTS - 1)
    worker = threading.Thread(target=office.engine.go)
    worker.start()
    assert converter.begun.wait(30)
    stopper = threading.Thread(target=office.runner.stop, args=(600,), daemon=True)
    stopper.start()
    assert office.runner._stopping.wait(30)
    converter.go.set()
    stopper.join(60)
    assert not stopper.is_alive()  # it is told when the job is put down
    worker.join()
    job = office.job(job_id)
    assert (job.state, job.attempts, job.failed) == (JobState.RUNNING, 0, 0)
    assert 0 < job.done < 20
    office.runner.run(job_id)  # a runner that is stopping begins nothing
    assert office.job(job_id) == job
    office = an_office()
    office.service.start()
    assert (office.job(job_id).state, office.job(job_id).done) == (JobState.DONE, 20)


def test_what_breaks_because_the_tools_are_being_closed_has_not_failed(an_office, monkeypatch):
    monkeypatch.setattr(Runner.stop, "__defaults__", (0.1,))  # the patience of `close`
    converter = HeldConverter()
    office = an_office(converter=converter, engine=holding)
    job_id = office.batch("An", "Bình")
    began_before(office, job_id, 2)
    worker = threading.Thread(target=office.engine.go)
    worker.start()
    assert converter.begun.wait(30)
    office.close()
    worker.join()
    office = an_office()
    job = office.job(job_id)
    assert (job.state, job.attempts, office.states(job_id)) == (JobState.RUNNING, 2, ["queued", "queued"])
    office.service.start()
    assert office.job(job_id).state is JobState.DONE


@pytest.mark.parametrize("answered", [0, 2])  # a document, the dossier
def test_what_the_judge_refuses_because_all_is_being_stopped_is_judged_after_the_next_start(
    an_office, answered
):
    class Closing(FakeJudge):
        def judge(self, path, flavours=("2a", "ua1")):
            if len(self.judged) == answered:
                office.runner.stop(0)
                raise ToolMissing("Việc kiểm định đang dừng.")
            return super().judge(path, flavours)

    office = an_office(judge=Closing())
    job_id = office.batch("An", "Bình", dossier=True)
    job = office.job(job_id)
    assert (job.state, job.judged, job.problem) == (JobState.RUNNING, answered, None)
    office = an_office()
    office.service.start()
    job = office.job(job_id)
    assert (job.state, job.judged, job.problem, office.dossier(job_id).verified) == (
        JobState.DONE,
        2,
        None,
        True,
    )


def test_a_job_that_was_cancelled_stays_so_whatever_fails_in_it_afterwards(an_office):
    class Leaving(FakeConverter):
        def convert(self, source, target):
            office.desk.cancel(office.engine.told[0])
            raise ToolMissing

    office = an_office(converter=Leaving())
    job = office.job(office.batch("An", "Bình"))
    assert (job.state, job.problem, job.failed) == (JobState.CANCELLED, None, 0)


def test_a_package_that_is_gone_fails_the_documents_that_need_it(an_office):
    office = an_office(engine=holding)
    job_id = office.batch("An")
    rmtree(office.templates / "giay-moi")
    office.engine.go()
    (row,) = office.documents(job_id)
    assert (office.job(job_id).state, row.problem["type"]) == (JobState.FAILED, "/problems/not-found")


def test_a_package_that_lost_a_template_fails_the_documents_that_need_it(an_office):
    office = an_office(engine=holding)
    job_id = office.batch("An", by_post=True)
    manifest = office.templates / "giay-moi" / "package.toml"
    manifest.write_text(manifest.read_text().partition('[[document]]\nkey = "phong-bi"')[0])
    office.engine.go()
    good, bad = office.documents(job_id)
    assert (office.job(job_id).state, good.state) == (JobState.PARTLY, "done")
    assert bad.problem["detail"] == "Bộ mẫu giay-moi không còn mẫu văn bản “phong-bi”."


def test_a_fault_of_ours_fails_the_job_without_telling_how(an_office):
    class Faulty(FakeConverter):
        def convert(self, source, target):
            raise ZeroDivisionError("a secret")

    office = an_office(converter=Faulty())
    job_id = office.batch("An")
    job = office.job(job_id)
    assert (job.state, job.problem["detail"]) == (JobState.FAILED, ServiceError().detail)


def test_no_work_folder_is_left_whatever_happened(an_office):
    office = an_office(converter=RefusingConverter(["Bình"], ConversionFailed()))
    office.batch("An", "Bình", dossier=True)
    assert list((office.folder / "du-lieu" / "work").iterdir()) == []
