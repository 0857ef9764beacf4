"""Work is taken in whole or refused at its place; rows are committed before the engine hears of them."""

from datetime import timedelta

import pytest

from service.errors import (
    Conflict,
    ConversionFailed,
    FieldError,
    InvalidSubmission,
    NotFound,
    StorageUnavailable,
    ToolMissing,
)
from service.jobs.order import Order, Rows
from service.model import JobState, Submission
from tests.builders_service import Office, invited
from tests.fakes import BrokenConverter, FakeJudge, HandEngine, RefusingConverter
from tests.web_app import NOW


def holding(run) -> HandEngine:
    return HandEngine(run, holds=True)


class DeafEngine(HandEngine):
    """Cannot write down what it is told while `deaf`."""

    deaf = True

    def enqueue(self, job_id: str) -> None:
        if self.deaf:
            raise StorageUnavailable
        super().enqueue(job_id)


def a_document(office: Office, name: str = "An") -> str:
    return office.desk.document(office.package, invited(name))[0].id


def rows_of(office: Office, table: str) -> int:
    with office.shop.database.read() as connection:
        return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()


def test_a_batch_is_committed_before_the_engine_hears_of_it(an_office):
    seen = []

    class Looking(HandEngine):
        def enqueue(self, job_id):
            seen.append((office.job(job_id).state, office.states(job_id)))

    office = an_office(engine=Looking)
    office.batch("An", "Bình")
    assert seen == [(JobState.QUEUED, ["queued", "queued"])]


def test_a_batch_remembers_what_was_wrong_with_its_rows(office):
    error = FieldError(pointer="/ho_ten", row=1, cell="A2", detail="Thiếu họ tên.")
    job_id = office.batch(rows=Rows([(2, invited("An"))], errors=[error], bad_rows=[1]), title="Mời họp")
    job = office.job(job_id)
    assert (job.title, job.total, job.row_errors) == ("Mời họp", 2, [error.as_dict()])


def test_a_batch_without_a_title_is_called_by_its_package(office):
    assert office.job(office.batch("An")).title == "Giấy mời"


def test_a_batch_without_a_good_row_is_refused_with_all_that_is_wrong(office):
    errors = [FieldError(row=n, detail="Thiếu họ tên.") for n in (1, 2)]
    with pytest.raises(InvalidSubmission) as caught:
        office.batch(rows=Rows([], errors=errors, bad_rows=[1, 2]))
    assert caught.value.errors == tuple(errors)
    assert rows_of(office, "job") == 0


def test_data_that_ask_for_no_document_are_refused(office):
    manifest = office.templates / "giay-moi" / "package.toml"
    text = manifest.read_text()
    manifest.write_text(text[: text.index("[[document]]")] + text[text.rindex("[[document]]") :])
    with pytest.raises(InvalidSubmission, match="không có văn bản nào"):
        office.batch("An")
    with pytest.raises(InvalidSubmission, match="không có văn bản nào"):
        a_document(office)
    assert office.states(office.batch("An", by_post=True)) == ["done"]


def test_one_document_is_made_at_once_and_judged_by_a_job(an_office):
    office = an_office(engine=holding)
    document_id = a_document(office)
    (job_id,) = office.engine.told
    (row,) = office.documents(job_id)
    assert (row.id, row.state, row.verified, office.job(job_id).state) == (
        document_id,
        "done",
        None,
        JobState.QUEUED,
    )
    office.engine.go()
    assert (office.documents(job_id)[0].verified, office.job(job_id).state) == (True, JobState.DONE)


def test_one_document_that_nobody_is_to_judge_needs_no_job(office):
    (made,) = office.desk.document(office.package, invited("An"), verify=False)
    assert office.engine.told == []
    assert office.documents(made.job) == [made]
    with office.shop.database.read() as connection:
        assert connection.exec_driver_sql("SELECT state, finished FROM job").all() == [
            ("done", NOW.isoformat())
        ]


def test_one_submission_may_make_several_documents(office):
    made = office.desk.document(office.package, invited("An", by_post=True))
    (job_id,) = office.engine.told
    assert [(d.id, d.part, d.verified) for d in office.documents(job_id)] == [
        (made[0].id, "giay-moi", True),
        (made[1].id, "phong-bi", True),
    ]


@pytest.mark.parametrize("converter", [BrokenConverter(after=1), RefusingConverter(["gửi"], ToolMissing())])
def test_of_a_submission_that_cannot_be_made_whole_nothing_is_kept(an_office, converter):
    office = an_office(converter=converter)
    with pytest.raises((ConversionFailed, ToolMissing)):
        office.desk.document(office.package, invited("An", by_post=True))
    assert (office.kept(), rows_of(office, "job"), rows_of(office, "document")) == ([], 0, 0)


def test_a_dossier_binds_documents_of_any_job_in_the_order_given(office):
    first = [d.id for d in office.documents(office.batch("An", "Bình"))]
    single = a_document(office, "Chi")
    wanted = [first[1], single, first[0]]
    job_id = office.desk.dossier(wanted, Order(title="Hồ sơ họp"))
    dossier = office.dossier(job_id)
    assert (office.job(job_id).state, dossier.title, dossier.verified) == (JobState.DONE, "Hồ sơ họp", True)
    assert (office.job(job_id).done, dossier.finished) == (3, NOW.isoformat())
    titles = [d["title"] for d in dossier.manifest["documents"]]
    assert titles == ["Giấy mời Bình", "Giấy mời Chi", "Giấy mời An"]


def test_a_dossier_is_refused_with_every_document_that_does_not_fit_at_its_place(an_office):
    office = an_office(converter=RefusingConverter(["Bình"]))
    good, bad = office.documents(office.batch("An", "Bình"))
    with pytest.raises(InvalidSubmission) as caught:
        office.desk.dossier([good.id, "khong-co", bad.id, good.id], Order(title="Hồ sơ"))
    assert [(e.pointer, e.detail) for e in caught.value.errors] == [
        ("/documents/1", "Không có văn bản “khong-co”."),
        ("/documents/2", f"Văn bản {bad.id} chưa làm xong nên chưa đóng được vào hồ sơ."),
        ("/documents/3", f"Văn bản {good.id} được nêu hai lần; xin bỏ bớt một lần."),
    ]
    assert rows_of(office, "dossier") == 0


def test_a_dossier_of_nothing_is_refused(office):
    with pytest.raises(InvalidSubmission) as caught:
        office.desk.dossier([], Order(title="Hồ sơ"))
    assert [e.pointer for e in caught.value.errors] == ["/documents"]


@pytest.mark.parametrize("ask", ["cancel", "retry"])
def test_a_job_that_nobody_knows_can_be_neither_cancelled_nor_tried_again(office, ask):
    with pytest.raises(NotFound):
        getattr(office.desk, ask)("0" * 32)


def test_a_job_that_has_ended_cannot_be_cancelled(office):
    job_id = office.batch("An")
    with pytest.raises(Conflict, match="đã kết thúc"):
        office.desk.cancel(job_id)
    assert office.job(job_id).state is JobState.DONE


def test_a_job_at_work_cannot_be_tried_again(an_office):
    office = an_office(engine=holding)
    job_id = office.batch("An")
    with pytest.raises(Conflict, match="còn đang chạy"):
        office.desk.retry(job_id)


def test_a_job_in_which_nothing_failed_cannot_be_tried_again(office):
    job_id = office.batch(rows=Rows([(1, invited("An"))], bad_rows=[2]))
    with pytest.raises(Conflict, match="sửa tệp rồi gửi lại"):
        office.desk.retry(job_id)


def test_a_job_that_was_cancelled_can_be_taken_up_again(an_office):
    office = an_office(engine=holding)
    job_id = office.batch("An", dossier=True)
    office.desk.cancel(job_id)
    assert office.job(job_id).finished == NOW.isoformat()
    office.desk.retry(job_id)
    job = office.job(job_id)
    assert (job.state, job.finished) == (JobState.QUEUED, None)
    office.engine.go()
    assert (office.job(job_id).state, office.dossier(job_id).pages) == (JobState.DONE, 1)


def test_a_job_cancelled_after_its_last_document_can_be_taken_up_again(an_office):
    class Leaving(FakeJudge):
        def judge(self, path, flavours=("2a", "ua1")):
            if not self.judged:
                office.desk.cancel(office.engine.told[0])
            return super().judge(path, flavours)

    judge = Leaving()
    office = an_office(judge=judge)
    job_id = office.batch("An", "Bình", dossier=True)
    assert (office.job(job_id).state, len(judge.judged)) == (JobState.CANCELLED, 1)
    office.desk.retry(job_id)
    assert (office.job(job_id).state, office.dossier(job_id).verified) == (JobState.DONE, True)


def test_a_job_that_the_engine_does_not_take_says_so_and_can_be_tried_again(an_office):
    office = an_office(engine=DeafEngine)
    job_id = office.batch("An")
    job = office.job(job_id)
    assert (job.state, job.problem["type"]) == (JobState.FAILED, "/problems/storage-unavailable")
    assert job.finished == NOW.isoformat()
    office.engine.deaf, office.engine.holds = False, True
    office.desk.retry(job_id)
    job = office.job(job_id)
    assert (job.state, job.problem, job.finished) == (JobState.QUEUED, None, None)
    office.engine.go()
    assert office.job(job_id).state is JobState.DONE


def test_a_sweep_hands_over_what_has_not_ended_oldest_first(an_office):
    days = iter(range(100, 0, -1))  # the later ones were sent on earlier days
    office = an_office(engine=holding, clock=lambda: NOW + timedelta(days=next(days)))
    done, second, cancelled, first = (office.batch(name) for name in ("An", "Bình", "Chi", "Dung"))
    office.runner.run(done)
    office.desk.cancel(cancelled)
    office.engine.told.clear()
    office.desk.sweep()
    assert office.engine.told == [first, second]


def test_data_are_kept_as_they_were_filled_in(office):
    (row,) = office.documents(office.batch("Nguyễn Thị “Út”"))
    assert Submission(row.data).values == {"ho_ten": "Nguyễn Thị “Út”", "gui_thu": False}
