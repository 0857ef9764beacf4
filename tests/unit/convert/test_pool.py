"""What the pool promises when a process misbehaves; the stand-in does on command what LibreOffice does by accident."""

import shutil
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from service.convert import pool as pool_module
from service.errors import Busy, ConversionFailed, StorageUnavailable, ToolMissing, ToolTimeout
from tests.unit.convert.stand_in import processes_of, warm


@pytest.fixture
def order(tmp_path):
    """Write a "document" that tells the stand-in what to do."""

    def write(words):
        path = tmp_path / "văn bản.docx"
        path.write_text(words, encoding="utf-8")
        return path

    return write


@pytest.fixture
def starts(tmp_path):
    """Count the processes that were started."""
    return lambda: (tmp_path / "programs" / "starts").stat().st_size


def test_one_process_serves_many_documents(odd_pool, order, starts, tmp_path):
    pool = odd_pool()
    for _ in range(5):
        pool.convert(order("fine"), tmp_path / "ra.pdf")
    assert starts() == 1


def test_no_process_is_started_before_it_is_needed(odd_pool, scratch):
    odd_pool(workers=2)
    assert not scratch.exists()


@pytest.mark.parametrize("words", ["nothing", "garbage", "zero", "other"])
def test_done_without_a_sound_pdf_is_a_failure(odd_pool, order, tmp_path, words):
    (tmp_path / "ra").mkdir()
    with pytest.raises(ConversionFailed, match="không ghi ra tệp PDF"):
        odd_pool().convert(order(words), tmp_path / "ra" / "ra.pdf")
    assert not list((tmp_path / "ra").iterdir())


def test_a_document_that_a_fresh_process_refuses_is_not_tried_again(odd_pool, order, starts, tmp_path):
    with pytest.raises(ConversionFailed, match="không xuất được PDF"):
        odd_pool().convert(order("refuse always"), tmp_path / "ra.pdf")
    assert starts() == 1


def test_a_document_that_a_used_process_refuses_is_tried_on_a_fresh_one(odd_pool, order, starts, tmp_path):
    pool = odd_pool()
    pool.convert(order("fine"), tmp_path / "ra.pdf")
    pool.convert(order("refuse"), tmp_path / "ra.pdf")
    assert starts() == 2


def test_a_death_in_the_middle_is_tried_again(odd_pool, order, starts, tmp_path):
    odd_pool().convert(order("die"), tmp_path / "ra.pdf")
    assert starts() == 2


def test_a_document_that_kills_twice_fails_and_the_next_goes_on(odd_pool, order, starts, tmp_path):
    pool = odd_pool()
    with pytest.raises(ConversionFailed, match="dừng đột ngột"):
        pool.convert(order("die always"), tmp_path / "ra.pdf")
    pool.convert(order("fine"), tmp_path / "ra.pdf")
    assert starts() == 3


def test_a_hang_is_tried_again_on_a_fresh_process(odd_pool, order, starts, tmp_path):
    odd_pool(timeout=1.0).convert(order("hang"), tmp_path / "ra.pdf")
    assert starts() == 2


def test_a_second_hang_is_a_time_out_and_no_process_stays(odd_pool, order, starts, scratch, tmp_path):
    with pytest.raises(ToolTimeout, match=r"0\.5 giây"):
        odd_pool(timeout=0.5).convert(order("hang always"), tmp_path / "ra.pdf")
    assert starts() == 2
    assert processes_of(scratch) == []


def test_time_in_the_queue_is_not_conversion_time(odd_pool, order, starts, tmp_path):
    pool, source = odd_pool(timeout=1.0), order("slow")
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(lambda n: pool.convert(source, tmp_path / f"{n}.pdf"), range(5)))
    assert starts() == 1


def test_a_document_that_eats_memory_is_stopped_in_the_middle(odd_pool, order, starts, tmp_path):
    with pytest.raises(ConversionFailed, match="200 MB bộ nhớ"):
        odd_pool(memory_mb=200).convert(order("grow always"), tmp_path / "ra.pdf")
    assert starts() == 1


def test_a_used_process_that_outgrew_its_bound_does_not_spoil_the_document(odd_pool, order, starts, tmp_path):
    pool = odd_pool(memory_mb=200)
    pool.convert(order("fine"), tmp_path / "ra.pdf")
    pool.convert(order("grow"), tmp_path / "ra.pdf")
    assert starts() == 2


def test_a_process_is_replaced_after_so_many_documents(odd_pool, order, starts, tmp_path):
    pool = odd_pool(restart_after=2)
    for _ in range(6):
        pool.convert(order("fine"), tmp_path / "ra.pdf")
    pool.close()
    assert starts() in (3, 4)


def test_close_in_the_middle_frees_the_waiting_thread_with_busy(odd_pool, order, scratch, tmp_path):
    pool, source = odd_pool(), order("hang always")
    caught = []

    def convert():
        try:
            pool.convert(source, tmp_path / "ra.pdf")
        except Busy as exc:
            caught.append(exc)

    threads = [threading.Thread(target=convert) for _ in range(3)]
    for thread in threads:
        thread.start()
    while not processes_of(scratch):
        time.sleep(0.01)
    pool.close()
    for thread in threads:
        thread.join(60)
    assert len(caught) == 3
    assert processes_of(scratch) == []


def test_after_a_broken_off_wait_no_document_gets_the_answer_of_another(odd_pool, order, starts, tmp_path):
    pool = odd_pool()
    warm(pool, tmp_path)
    old = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt):
            pool.convert(order("slow"), tmp_path / "chậm.pdf")
    finally:
        signal.signal(signal.SIGALRM, old)
    pool.convert(order("fine"), tmp_path / "ra.pdf")
    assert starts() == 2
    assert not (tmp_path / "chậm.pdf").exists()


def test_closed_it_leaves_no_process_and_no_run_folder(odd_pool, scratch, tmp_path):
    pool = odd_pool(workers=2)
    warm(pool, tmp_path, 2)
    assert len(processes_of(scratch)) == 2
    pool.close()
    pool.close()
    assert processes_of(scratch) == []
    assert not list(scratch.glob("run-*"))


def test_a_full_disk_is_told_as_such(odd_pool, order, tmp_path, monkeypatch):
    monkeypatch.setattr(
        pool_module, "shutil", SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=1000))
    )
    with pytest.raises(StorageUnavailable, match="đĩa đã đầy"):
        odd_pool().convert(order("nothing"), tmp_path / "ra.pdf")


def test_a_scratch_that_cannot_be_written_is_told_as_such(odd_pool, order, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageUnavailable):
        odd_pool(scratch=tmp_path / "file" / "scratch").convert(order("fine"), tmp_path / "ra.pdf")


def test_a_missing_program_names_the_packages(odd_pool, order, tmp_path):
    pool = odd_pool(soffice=tmp_path / "không có")
    with pytest.raises(ToolMissing, match="libreoffice-writer-nogui python3-uno"):
        pool.convert(order("fine"), tmp_path / "ra.pdf")


def test_a_program_mended_meanwhile_is_found(odd_pool, order, tmp_path):
    program = tmp_path / "programs" / "soffice.bin"
    pool = odd_pool()
    program.rename(tmp_path / "away")
    with pytest.raises(ToolMissing):
        pool.convert(order("fine"), tmp_path / "ra.pdf")
    shutil.move(tmp_path / "away", program)
    pool.convert(order("fine"), tmp_path / "ra.pdf")
    assert (tmp_path / "ra.pdf").is_file()


def test_it_says_at_once_that_a_program_is_gone_and_that_it_is_back(odd_pool, order, scratch, tmp_path):
    program = tmp_path / "programs" / "soffice.bin"
    pool = odd_pool()
    assert pool.problem == ""
    assert not scratch.exists()
    program.rename(tmp_path / "away")
    assert "Không thấy LibreOffice" in pool.problem
    shutil.move(tmp_path / "away", program)
    pool.convert(order("fine"), tmp_path / "ra.pdf")
    program.rename(tmp_path / "away")
    assert str(tmp_path) not in pool.problem
    assert "apt-get install" in pool.problem


@pytest.mark.parametrize("fails", ['"--terminate_after_init" in args', '"-I" in args and "-c" not in args'])
def test_starts_that_fail_are_told_until_one_succeeds_which_it_tries_by_itself(
    odd_pool, order, tmp_path, monkeypatch, fails
):
    monkeypatch.setattr(pool_module, "AGAIN", 0.05)
    program = tmp_path / "programs" / "soffice.bin"
    whole = program.read_text(encoding="utf-8")
    broken = whole.replace('if "-c" in args', f'if {fails}:\n    sys.exit(1)\nelif "-c" in args')
    program.write_text(broken, encoding="utf-8")
    pool = odd_pool()
    assert pool.problem == ""
    with pytest.raises(ToolMissing, match="không khởi động được"):
        pool.convert(order("fine"), tmp_path / "ra.pdf")
    assert "không khởi động được" in pool.problem
    program.write_text(whole, encoding="utf-8")
    deadline = time.monotonic() + 10
    while pool.problem and time.monotonic() < deadline:
        time.sleep(0.01)
    assert pool.problem == ""
