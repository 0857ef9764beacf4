from datetime import date, datetime, time
from pathlib import Path

import pytest

from service.errors import InputTooLarge, UnreadableInput
from service.intake import child
from service.intake.child import open_apart, open_safely
from service.intake.grid import Percent
from service.intake.workbook import open_workbook
from tests.builders_awkward import an_ods, styled
from tests.builders_intake import a_book, saved

ROWS = [
    ["chữ", 1.5, 7, True, None, 0.5, "x"],
    [date(2026, 2, 5), datetime(2026, 2, 5, 17, 30), time(17, 0), "=1+1", "\u200b", "😀"],
]


def test_a_child_gives_what_reading_here_gives(tmp_path: Path) -> None:
    data = styled(ROWS, formats={"F1": "0%", "A2": "dd/mm/yyyy"}, fonts={"A1": ".VnTime"}, hidden=(2,))
    path = saved(tmp_path, "a.xlsx", data)
    here, there = open_workbook(path), open_apart(path, "xlsx")
    assert [grid.__dict__ | {"rows": list(map(list, grid.rows))} for grid in here] == [
        grid.__dict__ for grid in there
    ]
    assert isinstance(there[0].rows[0][5], Percent)


def test_refusals_of_the_child_are_ours(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="hỏng"):
        open_apart(saved(tmp_path, "a.xlsx", b"PK\x05\x06"), "xlsx")


def test_too_little_memory_ends_the_child_alone(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.xlsx", a_book({"A": [["x" * 100, n] for n in range(20_000)]}))
    with pytest.raises(InputTooLarge, match="giới hạn"):
        open_apart(path, "xlsx", memory=20_000_000)


def test_too_long_ends_the_child(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.xlsx", a_book({"A": [["x"]]}))
    with pytest.raises(InputTooLarge, match="giới hạn"):
        open_apart(path, "xlsx", seconds=0.001)


@pytest.mark.parametrize(("near", "apart"), [(4_000_000, 0), (10, 1)])
def test_only_large_and_foreign_workbooks_are_read_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, near: int, apart: int
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(child, "NEAR", near)
    monkeypatch.setattr(child, "open_apart", lambda _, kind: calls.append(kind) or ())
    open_safely(saved(tmp_path, "a.xlsx", a_book({"A": [["x"]]})), "xlsx")
    assert calls == ["xlsx"] * apart
    open_safely(saved(tmp_path, "a.ods", an_ods([["x"]])), "ods")
    assert calls[apart:] == ["ods"]


def test_what_unfolds_far_is_read_apart_though_it_is_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(child, "NEAR_UNFOLDED", 1_000)
    monkeypatch.setattr(child, "open_apart", lambda _, kind: calls.append(kind) or ())
    open_safely(saved(tmp_path, "a.xlsx", a_book({"A": [["x"]]})), "xlsx")
    assert calls == ["xlsx"]
