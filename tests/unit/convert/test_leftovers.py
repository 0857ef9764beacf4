"""What a killed pool left is swept, what a living one has is not touched."""

import subprocess
import sys
import time

from service.convert.leftovers import RunFolder, sweep

LIVING = "import sys\nfrom pathlib import Path\nfrom service.convert.leftovers import RunFolder\n"
LIVING += "run = RunFolder(Path(sys.argv[1]))\nprint(run.path, flush=True)\nsys.stdin.read()\n"
SLEEPING = "import time; time.sleep(100)"  # ends by itself where a test fails


def test_the_folder_of_a_living_pool_stays(tmp_path):
    run = RunFolder(tmp_path)
    assert sweep(tmp_path) == 0
    other = RunFolder(tmp_path)
    assert run.path.is_dir()
    assert other.path != run.path
    run.remove()
    other.remove()
    assert not list(tmp_path.glob("run-*"))


def test_a_folder_whose_pool_is_no_more_is_swept_with_the_processes_that_name_it(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", LIVING, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        folder = owner.stdout.readline().strip()
        with subprocess.Popen([sys.executable, "-c", SLEEPING, f"{folder}/1"]) as named:
            assert sweep(tmp_path) == 0
            assert named.poll() is None
            owner.kill()
            owner.wait()
            assert sweep(tmp_path) == 1
            assert named.wait(60) == -9
    assert not list(tmp_path.glob("run-*"))


def test_a_process_that_does_not_name_the_folder_is_left_alone(tmp_path):
    (tmp_path / "run-old").mkdir()
    with subprocess.Popen(["sleep", "600"]) as other:
        assert sweep(tmp_path) == 1
        time.sleep(0.05)
        assert other.poll() is None
        other.kill()


def test_a_process_that_has_only_just_been_started_is_found_too(tmp_path):
    for number in range(20):
        folder = tmp_path / f"run-{number}"
        folder.mkdir()
        with subprocess.Popen([sys.executable, "-c", SLEEPING, f"{folder}/1"]) as named:
            assert sweep(tmp_path) == 1
            assert named.wait(60) == -9
