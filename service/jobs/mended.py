"""Rows of a batch that were wrong, mended and sent again: they join the documents of the same job in their places."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from service.catalog.package import Package
from service.checks.override import Override
from service.database.rows import DocumentRow, JobRow, add, change, documents_of, get_job
from service.database.schema import document, job
from service.errors import Conflict, InvalidSubmission
from service.intake.origin import origins
from service.intake.plan import ORIGIN
from service.intake.read import Intake
from service.jobs.entries import document_rows, with_asked
from service.jobs.judging import no_good_row
from service.jobs.order import Rows
from service.jobs.taken import keep_taken
from service.jobs.workshop import Workshop
from service.model import JobState
from service.pipeline import papers


def take_in(
    shop: Workshop,
    job_id: str,
    package: Package,
    taken: Intake,
    overrides: Sequence[Override] = (),
    asked: str = "",
) -> None:
    """Add what is good now to the job, which then waits to be run again; what is still wrong is told anew.

    Args:
        shop: what jobs work with.
        job_id: a batch that has ended.
        package: its template package.
        taken: the returned workbook, mended; or the whole file again, of which only the wrong rows count.
        overrides: reasons why rows are made though the rules found errors.
        asked: the id of the call, by which the job knows it when it is repeated.

    Raises:
        Conflict: the job is still at work, or has no wrong row.
        InvalidSubmission: the file does not belong to the job, or no row is good; the job stays as it is.
    """
    with shop.database.read() as connection:
        row = get_job(connection, job_id)
    wrong = _wrong_rows(row)
    places = _places(row, taken, wrong)
    rows = _moved(shop.bench.rows(package, _only(taken, places), overrides), places)
    if not rows.good:
        raise no_good_row(rows)
    found = [(n, paper) for n, values in rows.good for paper in papers(package, values)]
    now = shop.clock().isoformat()
    fresh = document_rows(job_id, found, now, rows.kept)
    attempt = int(row.options.get("attempt", 1)) + 1
    told = keep_taken(shop, job_id, rows.notes, rows.returned, attempt)
    with shop.database.write() as connection:
        row = get_job(connection, job_id)
        if wrong != _wrong_rows(row):
            raise Conflict("Các dòng này vừa được ghép từ một tệp khác. Xin tải lại trang.")
        kept = documents_of(connection, job_id)
        fresh = _in_order(kept, fresh)
        for one, position in _renumbered(kept, fresh):
            change(connection, document, one.id, position=position)
        add(connection, document, fresh)
        columns = _columns(row, rows, told, len(kept) + len(fresh), attempt)
        change(connection, job, job_id, **{**columns, "options": with_asked(columns["options"], asked)})


def _wrong_rows(row: JobRow) -> frozenset[int]:
    if row.kind != "batch" or not row.state.ended:
        raise Conflict("Lượt xử lý này còn đang chạy hoặc không nhận tệp sửa. Xin đợi xong rồi gửi lại.")
    known = row.options.get("bad")
    wrong = frozenset(known if known is not None else (e["row"] for e in row.row_errors if e.get("row")))
    if not wrong:
        raise Conflict("Lượt xử lý này không còn dòng nào sai dữ liệu để sửa.")
    return wrong


def _places(row: JobRow, taken: Intake, wrong: frozenset[int]) -> dict[int, int]:
    """Give for each row of the file that counts the row of the first file."""
    told = origins(taken.drafted) if taken.drafted else None
    if told is None:
        if taken.total != row.options.get("rows"):
            raise InvalidSubmission(
                f"Tệp này không có cột “{ORIGIN}”, lại khác số dòng với tệp đã gửi, nên không biết dòng nào "
                "là dòng nào. Xin sửa trong tệp các dòng sai đã tải về rồi gửi chính tệp đó."
            )
        told = {number: number for number in wrong}
    elif known := row.options.get("origins"):
        told = {number: known.get(str(origin), 0) for number, origin in told.items()}
    places = {number: origin for number, origin in told.items() if origin in wrong}
    if not places or len(set(places.values())) != len(places):
        raise InvalidSubmission(
            f"Cột “{ORIGIN}” của tệp không khớp với các dòng còn sai của lượt xử lý này. Xin tải lại tệp "
            "các dòng sai, sửa rồi gửi chính tệp đó."
        )
    return places


def _only(taken: Intake, places: Mapping[int, int]) -> Intake:
    return replace(
        taken,
        total=len(places),
        good=tuple(g for g in taken.good if g[0] in places),
        errors=tuple(e for e in taken.errors if e.row is None or e.row in places),
        bad_rows=tuple(n for n in taken.bad_rows if n in places),
        notes=tuple(n for n in taken.notes if n.row is None or n.row in places),
    )


def _moved(rows: Rows, places: Mapping[int, int]) -> Rows:
    """Give the rows the numbers that they had in the first file."""
    return replace(
        rows,
        good=sorted(((places[n], values) for n, values in rows.good), key=lambda pair: pair[0]),
        errors=[replace(e, row=places.get(e.row or 0, e.row)) for e in rows.errors],
        bad_rows=sorted(places[n] for n in rows.bad_rows),
        notes=tuple(replace(n, row=places.get(n.row or 0, n.row)) for n in rows.notes),
        judged={places[n]: judgement for n, judgement in rows.judged.items()},
    )


def _in_order(kept: Sequence[DocumentRow], fresh: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the new documents the positions of their rows among the others."""
    every = [(d.row or 0, 0, d.position, d.id) for d in kept]
    every += [(d["row"], 1, d["position"], d["id"]) for d in fresh]
    positions = {one[3]: n for n, one in enumerate(sorted(every), 1)}
    return [d | {"position": positions[d["id"]]} for d in fresh]


def _renumbered(
    kept: Sequence[DocumentRow], fresh: Sequence[Mapping[str, Any]]
) -> list[tuple[DocumentRow, int]]:
    """Give the documents that must move, with their new positions."""
    taken = {d["position"] for d in fresh}
    free = (n for n in range(1, len(kept) + len(fresh) + 1) if n not in taken)
    ordered = sorted(kept, key=lambda d: (d.row or 0, d.position))
    return [(d, position) for d, position in zip(ordered, free, strict=True) if d.position != position]


def _columns(row: JobRow, rows: Rows, told: Mapping[str, Any], total: int, attempt: int) -> dict[str, Any]:
    """Give what the job's row says now."""
    good = {number for number, _ in rows.good}
    again = good | set(rows.bad_rows)
    bad = sorted(_wrong_rows(row) - good)
    errors = [e for e in row.row_errors if e.get("row") not in again]
    errors += [e.as_dict() for e in rows.errors]
    options = {**row.options, "bad_rows": len(bad), "bad": bad, "attempt": attempt}
    options["notes"] = [*row.options.get("notes", ()), *told["notes"]]
    options["returned"] = (told["returned"] or row.options.get("returned", 0)) if bad else 0
    return {
        "options": options,
        "row_errors": sorted(errors, key=lambda e: e.get("row") or 0),
        "total": total + len(bad),
        "failed": row.failed - len(good),
        "state": JobState.QUEUED,
        "stage": "make",
        "attempts": 0,
        "problem": None,
        "finished": None,
    }
