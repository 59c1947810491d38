"""``make run`` and a part of ``make test`` on a bare Debian, with the packages that the README names."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.bare.debian import BareDebian, UnavailableError
from tests.support.installation import fetch, free_port, wait_for

pytestmark = pytest.mark.bare

ROOT = Path(__file__).parents[2]
PROJECT = "/srv/dateline"
PART = "tests/contracts tests/integration/*/test_log.py"  # the archive, SQLite, the embedded PostgreSQL: half a minute


@pytest.fixture(
    scope="module",
    params=[pytest.param("bookworm", id="debian12"), pytest.param("trixie", id="debian13")],
)
def debian(request, tmp_path_factory):
    """A bare Debian with what git tracks of the project, as it is in the work tree."""
    folder = tmp_path_factory.mktemp("bare") / request.param
    try:
        machine = BareDebian(folder, request.param)
        _copy_tracked_files(folder / PROJECT[1:])
        yield machine
    except UnavailableError as error:
        pytest.skip(str(error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_make_says_in_a_sentence_what_is_missing(debian):
    _install(debian, ["make"])
    without_python = debian.run(f"make -C {PROJECT} --no-print-directory run")
    _install(debian, ["python3"])
    without_venv = debian.run(f"make -C {PROJECT} --no-print-directory run")

    assert _sentences(without_python) == ["python3 is missing. On Debian: apt-get install python3-venv"]
    assert _sentences(without_venv) == ["The venv module of Python is missing. On Debian: apt-get install python3-venv"]


def test_make_run_shows_the_newsroom(debian, tmp_path):
    _install(debian, _packages_in_readme())
    port, desk_port = free_port(), free_port()
    pages = [f"http://127.0.0.1:{port}/en/", f"http://127.0.0.1:{desk_port}/account/login/"]
    output = tmp_path / "output"

    with debian.running(f"make -C {PROJECT} run PORT={port} DESK_PORT={desk_port}", output) as process:

        def answers() -> bool:
            assert process.poll() is None, output.read_text()
            return all(fetch(page, timeout_s=30)[0] == 200 for page in pages)

        wait_for(answers, timeout_s=1200, every_s=0.5)

        assert b"<h1" in fetch(pages[0], timeout_s=60)[1]


def test_a_part_of_make_test_passes(debian):
    _install(debian, _packages_in_readme())

    done = debian.run(f"make -C {PROJECT} test TESTS='{PART}'", timeout_s=2400)

    assert done.returncode == 0, done.stdout
    assert len(re.findall(r"\d+ passed", done.stdout)) == 2, done.stdout  # SQLite, then PostgreSQL


def _copy_tracked_files(target: Path) -> None:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    present = [name for name in names.split("\0") if name and (ROOT / name).exists()]
    target.mkdir(parents=True)
    packed = subprocess.run(
        ["tar", "-c", "--null", "--files-from=-"], cwd=ROOT, input="\0".join(present).encode(), capture_output=True,
        check=True,
    )  # fmt: skip
    subprocess.run(["tar", "-x", "--no-same-owner", "-C", target], input=packed.stdout, check=True)


def _packages_in_readme() -> list[str]:
    found = re.search(r"apt-get install (python3-venv[\w -]*)", (ROOT / "README.md").read_text())
    assert found, "README.md does not say what a bare machine needs"
    return found[1].split()


def _install(debian: BareDebian, packages: list[str]) -> None:
    done = debian.run(f"apt-get update -qq && apt-get install -y -qq {' '.join(packages)}")
    assert done.returncode == 0, done.stdout


def _sentences(done: subprocess.CompletedProcess) -> list[str]:
    """Return the lines that a failed make printed, without its own last one."""
    assert done.returncode != 0
    return [line for line in done.stdout.splitlines() if not line.startswith("make: ***")]
