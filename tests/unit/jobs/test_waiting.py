"""Files that wait for their sender's answers."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from service.errors import NotFound
from service.jobs import waiting


def kept(shop: Any, tmp_path: Path, text: str, **said: Any) -> str:
    path = tmp_path / "tep"
    path.write_text(text)
    return waiting.keep(shop, "ban-cam-ket", "ds.xlsx", path, said)


def content(shop: Any, tmp_path: Path, upload_id: str) -> str:
    return shop.archive.fetch_waiting(upload_id, tmp_path / upload_id).read_text()


def test_two_files_wait_apart_with_what_was_said_of_each(an_office: Any, tmp_path: Path) -> None:
    shop = an_office().shop
    first, second = kept(shop, tmp_path, "một", work="ho-so"), kept(shop, tmp_path, "hai")
    waiting.answer(shop, first, {"work": "kiem-tra"})
    assert (content(shop, tmp_path, first), content(shop, tmp_path, second)) == ("một", "hai")
    assert waiting.find(shop, first, "ban-cam-ket").said == {"work": "kiem-tra"}
    assert waiting.find(shop, second, "ban-cam-ket").said == {}


def test_a_file_of_another_package_or_one_that_went_is_not_found(an_office: Any, tmp_path: Path) -> None:
    shop = an_office().shop
    upload_id = kept(shop, tmp_path, "một")
    with pytest.raises(NotFound, match="không còn được giữ"):
        waiting.find(shop, upload_id, "nghi-quyet-chi-bo")
    waiting.forget(shop, upload_id)
    with pytest.raises(NotFound):
        waiting.find(shop, upload_id, "ban-cam-ket")
    with pytest.raises(NotFound):
        content(shop, tmp_path, upload_id)


def test_what_waited_a_day_goes_with_the_next_file_or_the_next_start(
    an_office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = an_office().shop
    old = kept(shop, tmp_path, "cũ")
    then = shop.clock() + timedelta(hours=24)
    monkeypatch.setitem(vars(shop), "clock", lambda: then)
    kept(shop, tmp_path, "giữa")
    assert content(shop, tmp_path, old) == "cũ"
    monkeypatch.setitem(vars(shop), "clock", lambda: then + timedelta(seconds=1))
    fresh = kept(shop, tmp_path, "mới")
    with pytest.raises(NotFound):
        waiting.find(shop, old, "ban-cam-ket")
    with pytest.raises(NotFound):
        content(shop, tmp_path, old)
    assert content(shop, tmp_path, fresh) == "mới"
