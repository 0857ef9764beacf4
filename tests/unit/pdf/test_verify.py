"""The judge passes what is sound, names the rule for what is not, and survives whatever happens to its process."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest

from service.errors import NotFound, ToolError, ToolMissing, ToolTimeout, UnreadableInput
from service.pdf import verify
from service.pdf.verify import VeraJudge, probe_judge

pytestmark = pytest.mark.verapdf

GOOD = Path(__file__).parents[2] / "resources" / "nghi-quyet-2a-ua1.pdf"


@pytest.fixture(scope="module")
def judge() -> Iterator[VeraJudge]:
    made = VeraJudge(memory_mb=256)
    yield made
    made.close()


def spoil(target: Path, change: Callable[[pikepdf.Pdf], object]) -> Path:
    with pikepdf.open(GOOD) as pdf:
        change(pdf)
        pdf.save(target)
    return target


def drop_first_tag(pdf: pikepdf.Pdf) -> None:
    """Leave the first tagged piece of the page outside every tag: its text stays, its mark goes."""
    page, kept, dropped = pdf.pages[0], [], 0
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and dropped == 0 and "/MCID" in operands[1]:
            dropped = 1
        elif str(operator) == "EMC" and dropped == 1:
            dropped = 2
        else:
            kept.append((operands, operator))
    assert dropped == 2
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def java_pid(judge: VeraJudge) -> int:
    assert judge._process is not None
    return judge._process._process.pid


def alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_a_sound_file_passes_for_both_flavours_in_the_order_asked(judge: VeraJudge) -> None:
    verdict = judge.judge(GOOD, ("ua1", "2a"))
    assert verdict.compliant
    assert [f.flavour for f in verdict.flavours] == ["ua1", "2a"]
    assert all(f.checks > 500 and not f.failed for f in verdict.flavours)
    assert verdict.engine.startswith("veraPDF 1.")
    assert len(verdict.sha256) == 64


def test_flavours_the_file_does_not_claim_are_refused_with_the_rule(judge: VeraJudge) -> None:
    by_name = {f.flavour: f for f in judge.judge(GOOD, ("2a", "2b", "2u", "3a", "3b", "ua1")).flavours}
    assert by_name["2a"].compliant
    assert by_name["ua1"].compliant
    assert [rule.split()[0] for rule in by_name["3b"].failed] == ["6.6.4-2"]


@pytest.mark.parametrize(
    ("change", "flavour", "rule"),
    [
        (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "2a", "6.2.4.3-2"),
        (lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"), "2a", "6.7.3.3-1"),
        (lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"), "ua1", "7.1-11"),
        (lambda pdf: pdf.Root.__delitem__("/MarkInfo"), "2a", "6.7.2.2-1"),
        (lambda pdf: pdf.Root.__delitem__("/Metadata"), "2a", "6.6.2.1-1"),
        (drop_first_tag, "ua1", "7.1-3"),
    ],
)
def test_a_spoiled_file_is_refused_with_the_rule(
    judge: VeraJudge, tmp_path: Path, change: Callable[[pikepdf.Pdf], object], flavour: str, rule: str
) -> None:
    verdict = judge.judge(spoil(tmp_path / "hỏng, có dấu.pdf", change))
    failed = next(f for f in verdict.flavours if f.flavour == flavour).failed
    assert not verdict.compliant
    assert rule in {name.split()[0] for name in failed}
    assert all(count >= 1 and len(name.split()) > 3 for name, count in failed.items())


@pytest.mark.parametrize("keep", [0, 9, 3_000, 20_000])
def test_a_cut_file_is_refused_as_unreadable(judge: VeraJudge, tmp_path: Path, keep: int) -> None:
    target = tmp_path / "cut.pdf"
    target.write_bytes(GOOD.read_bytes()[:keep])
    with pytest.raises(UnreadableInput, match="không phải PDF"):
        judge.judge(target)


def test_a_file_with_a_password_is_refused_as_such(judge: VeraJudge, tmp_path: Path) -> None:
    with pikepdf.open(GOOD) as pdf:
        pdf.save(tmp_path / "khoa.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UnreadableInput, match="mật khẩu"):
        judge.judge(tmp_path / "khoa.pdf")


def test_a_missing_file_and_a_folder_are_told_apart(judge: VeraJudge, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        judge.judge(tmp_path / "khong-co.pdf")
    with pytest.raises(UnreadableInput):
        judge.judge(tmp_path)


def test_an_unknown_flavour_is_a_mistake_of_the_caller(judge: VeraJudge) -> None:
    for flavours in ((), ("9z",)):
        with pytest.raises(ValueError, match="flavours"):
            judge.judge(GOOD, flavours)


def test_metadata_cannot_make_the_judge_fetch_anything(judge: VeraJudge, tmp_path: Path) -> None:
    secret = tmp_path / "secret.dtd"
    os.mkfifo(secret)  # whoever opens it for reading waits for ever
    packet = f'<!DOCTYPE x SYSTEM "{secret.as_uri()}"><x:xmpmeta xmlns:x="adobe:ns:meta/"/>'.encode()

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream(packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)

    assert not judge.judge(spoil(tmp_path / "x.pdf", change)).compliant


def test_the_judge_goes_on_after_its_process_was_killed(judge: VeraJudge) -> None:
    judge.judge(GOOD)
    first = java_pid(judge)
    os.kill(first, signal.SIGKILL)
    assert judge.judge(GOOD).compliant
    assert java_pid(judge) != first


def test_a_kill_in_the_middle_of_a_file_is_made_good_by_one_retry() -> None:
    judge = VeraJudge(memory_mb=256)
    try:
        judge.about()
        first = java_pid(judge)
        os.kill(first, signal.SIGSTOP)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(judge.judge, GOOD)
            time.sleep(0.2)
            os.kill(first, signal.SIGKILL)
            assert waiting.result().compliant
        assert not alive(first)
    finally:
        judge.close()


def test_a_process_that_hangs_is_killed_after_the_time_limit() -> None:
    judge = VeraJudge(memory_mb=256, timeout=0.3)
    try:
        judge.about()
        pid = java_pid(judge)
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(ToolTimeout, match="giây"):
            judge.judge(GOOD)
        assert not alive(pid)
    finally:
        judge.close()


def test_too_little_memory_is_said_after_one_retry() -> None:
    judge = VeraJudge(memory_mb=4)
    try:
        with pytest.raises(ToolError, match=r"Không đủ bộ nhớ.* 4 MB"):
            judge.judge(GOOD)
    finally:
        judge.close()


def test_a_heap_that_stays_full_gets_a_fresh_process(
    judge: VeraJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "FULL_HEAP", 0.0)
    assert judge.judge(GOOD).compliant
    assert judge._process is None
    assert judge.judge(GOOD).compliant


def test_two_threads_get_each_its_own_verdict(judge: VeraJudge, tmp_path: Path) -> None:
    bad = spoil(tmp_path / "bad.pdf", lambda pdf: pdf.Root.__delitem__("/OutputIntents"))
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(judge.judge, [GOOD, bad] * 5))
    assert [a.compliant for a in answers] == [True, False] * 5


def test_the_process_outlives_the_thread_that_started_it() -> None:
    judge = VeraJudge(memory_mb=256)
    try:
        starter = threading.Thread(target=judge.about)
        starter.start()
        starter.join()
        first = java_pid(judge)
        assert judge.judge(GOOD).compliant
        assert java_pid(judge) == first
    finally:
        judge.close()


def test_the_process_ends_and_tidies_up_when_the_service_is_killed(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys, time; from service.pdf.verify import VeraJudge;"
        "judge = VeraJudge(memory_mb=256, scratch=pathlib.Path(sys.argv[1])); judge.about();"
        "print(judge._process._process.pid, flush=True); time.sleep(150)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as service:
        assert service.stdout is not None
        pid = int(service.stdout.readline())
        assert alive(pid)
        service.kill()
    deadline = time.monotonic() + 100
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(pid)
    assert not list(tmp_path.iterdir())


def test_close_stops_a_judge_at_work_and_can_be_called_twice() -> None:
    judge = VeraJudge(memory_mb=256)
    judge.about()
    pid = java_pid(judge)
    os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(judge.judge, GOOD)
        time.sleep(0.2)
        judge.close()
        with pytest.raises(ToolError, match="đang dừng"):
            waiting.result()
    judge.close()
    assert not alive(pid)
    with pytest.raises(ToolError, match="đang dừng"):
        judge.judge(GOOD)


def test_a_missing_wheel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "PACKAGES", {"khong_co_goi_nay": "khong-co-goi-nay"})
    with pytest.raises(ToolMissing, match="khong-co-goi-nay"):
        VeraJudge().judge(GOOD)
    status = probe_judge()
    assert not status.found
    assert "./run --setup-only" in status.mend


def test_the_probe_names_engine_package_and_java() -> None:
    status = probe_judge()
    assert status.found
    assert status.version.startswith("veraPDF 1.")
    assert "Java" in status.version


def test_no_temporary_file_is_left_by_a_stopped_or_killed_process(tmp_path: Path) -> None:
    judge = VeraJudge(memory_mb=256, scratch=tmp_path)
    judge.judge(GOOD)
    os.kill(java_pid(judge), signal.SIGKILL)
    judge.judge(GOOD)
    assert len(list(tmp_path.iterdir())) == 1
    judge.close()
    assert not list(tmp_path.iterdir())
