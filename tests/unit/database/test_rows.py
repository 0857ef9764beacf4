"""Statements give back what was put in, in the order that is promised."""

import pytest
from sqlalchemy import select

from service.database.rows import (
    add,
    change,
    count_documents,
    count_result,
    documents_of,
    dossier_documents,
    forget_answers,
    get_document,
    get_dossier,
    get_job,
    leave_answers,
    recent_documents,
    recent_jobs,
    unfinished_jobs,
)
from service.database.schema import LEFT, answer, document, dossier, dossier_document, job
from service.errors import NotFound
from service.model import JobState
from tests.builders_rows import MOMENT, a_document_row, a_dossier_row, a_job_row


@pytest.fixture
def connection(database):
    with database.write() as opened:
        add(opened, job, [a_job_row("a")])
        yield opened


def at(minute: int) -> str:
    return f"2026-02-05T10:{minute:02}:00+00:00"


def test_plain_values_come_back_as_they_were(connection):
    problem = {"type": "/problems/tool-missing", "errors": [{"detail": "Thiếu “soffice”"}]}
    change(connection, job, "a", problem=problem, row_errors=[{"row": 1}], state=JobState.FAILED)
    row = get_job(connection, "a")
    assert (row.problem, row.row_errors, row.state) == (problem, [{"row": 1}], JobState.FAILED)
    assert row.options == {"verify": True}


def test_what_was_not_said_has_its_usual_value(connection):
    row = get_job(connection, "a")
    assert (row.done, row.failed, row.judged, row.attempts, row.row_errors) == (0, 0, 0, 0, [])
    assert (row.problem, row.dossier, row.started, row.finished) == (None, None, None, None)


def test_adding_nothing_is_harmless(connection):
    add(connection, document, [])
    assert documents_of(connection, "a") == []


@pytest.mark.parametrize(
    ("get", "said"), [(get_job, "lượt xử lý"), (get_document, "văn bản"), (get_dossier, "hồ sơ")]
)
def test_what_is_not_there_is_named_but_not_at_any_length(connection, get, said):
    with pytest.raises(NotFound, match=f"Không có {said} “khong-co”") as caught:
        get(connection, "khong-co")
    assert caught.value.status == 404
    with pytest.raises(NotFound) as caught:
        get(connection, "x" * 10_000)
    assert len(caught.value.detail) < 100


def test_counters_add_up_and_a_step_forward_makes_attempts_count_anew(connection):
    change(connection, job, "a", attempts=4)
    count_result(connection, "a", done=1)
    count_result(connection, "a", done=1, failed=2)
    count_result(connection, "a", judged=3)
    row = get_job(connection, "a")
    assert (row.done, row.failed, row.judged, row.attempts) == (2, 2, 3, 0)


def test_jobs_that_have_not_ended_come_oldest_first(connection):
    states = dict(zip("bcdefg", JobState, strict=True))
    add(
        connection,
        job,
        [a_job_row(k, state=s, created=at(30 - n)) for n, (k, s) in enumerate(states.items())],
    )
    assert unfinished_jobs(connection) == ["a", "c", "b"]


def test_recent_jobs_come_newest_first_without_the_judging_of_single_documents(connection):
    add(connection, job, [a_job_row("b", created=at(20)), a_job_row("c", kind="verify", created=at(30))])
    assert [row.id for row in recent_jobs(connection, 10)] == ["b", "a"]
    assert [row.id for row in recent_jobs(connection, 1)] == ["b"]


def test_documents_of_a_job_come_in_their_order_and_by_state(connection):
    states = ["done", "failed", "done", "queued"]
    rows = [a_document_row(f"d{n}", position=9 - n, state=s) for n, s in enumerate(states)]
    add(connection, document, rows)
    assert [d.id for d in documents_of(connection, "a")] == ["d3", "d2", "d1", "d0"]
    assert [d.id for d in documents_of(connection, "a", "done", "queued")] == ["d3", "d2", "d0"]
    assert count_documents(connection, "a") == {"done": 2, "failed": 1, "queued": 1}


def test_recent_documents_are_finished_ones_newest_first(connection):
    rows = [a_document_row(f"d{n}", state=s, created=at(n)) for n, s in enumerate(["done", "queued", "done"])]
    add(connection, document, rows)
    assert [d.id for d in recent_documents(connection, 5)] == ["d2", "d0"]
    assert [d.id for d in recent_documents(connection, 1)] == ["d2"]


def test_documents_of_a_dossier_come_in_its_order(connection):
    add(connection, document, [a_document_row(f"d{n}", position=n) for n in range(3)])
    add(connection, dossier, [a_dossier_row("h", manifest={"documents": []})])
    order = ["d2", "d0", "d1"]
    rows = [{"dossier": "h", "position": n, "document": d} for n, d in enumerate(order)]
    add(connection, dossier_document, rows)
    assert [d.id for d in dossier_documents(connection, "h")] == order
    assert get_dossier(connection, "h").manifest == {"documents": []}


def test_answers_are_forgotten_when_they_are_old_and_left_when_nobody_is_at_work_on_them(connection):
    rows = [("cu", 200, "2026-02-04"), ("moi", 200, MOMENT), ("do", None, MOMENT)]
    for key, status, created in rows:
        add(connection, answer, [{"key": key, "body_sha256": "", "status": status, "created": created}])
    keys = answer.select().with_only_columns(answer.c.key).order_by(answer.c.key)
    forget_answers(connection, "2026-02-05")
    assert list(connection.scalars(keys)) == ["do", "moi"]
    leave_answers(connection)
    assert dict(connection.execute(select(answer.c.key, answer.c.status)).all()) == {"do": LEFT, "moi": 200}
    leave_answers(connection, "moi")
    assert set(connection.scalars(select(answer.c.status))) == {LEFT}
