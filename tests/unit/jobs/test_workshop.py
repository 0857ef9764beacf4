"""Work folders go away whatever happens in them."""

from datetime import UTC, date, datetime

import pytest

from service.errors import ConversionFailed, StorageUnavailable


def test_a_work_folder_is_removed_when_the_work_is_done(office):
    with office.shop.folder() as folder:
        (folder / "van-ban.docx").write_text("")
    assert not folder.exists()


def test_a_work_folder_is_removed_when_the_work_fails(office):
    with pytest.raises(ConversionFailed), office.shop.folder() as folder:
        raise ConversionFailed
    assert not folder.exists()


def test_a_disk_that_refuses_is_said_to_be_unavailable(office):
    with pytest.raises(StorageUnavailable), office.shop.folder() as folder:
        (folder / "khong" / "co").write_text("")


def test_what_is_judged_is_judged_by_the_day_in_vietnam(an_office):
    bench = an_office(clock=lambda: datetime(2026, 2, 28, 17, tzinfo=UTC)).shop.bench
    assert bench.today == date(2026, 3, 1)


def test_a_work_folder_that_was_taken_away_is_made_again(office):
    office.shop.work.rmdir()
    with office.shop.folder() as folder:
        assert folder.is_dir()
