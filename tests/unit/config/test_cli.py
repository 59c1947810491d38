import errno
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from dateline.config.cli import COMMANDS, main
from dateline.config.commands import check

DEEP = [("archive", "rebuild"), ("log", "check"), ("import", "listing"), ("import", "ninjs")]


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS if name != "manage"), *DEEP], ids=" ".join)
def test_every_command_explains_itself(command):
    done = CliRunner().invoke(main, [*command, "--help"])

    assert done.exit_code == 0, done.output
    assert done.output.startswith("Usage:")
    assert len(done.output.split("\n\n")[1].strip()) > 20


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["serve", "--help"], ["up", "--help"]])
def test_what_needs_no_database_imports_no_django(arguments):
    code = (
        "import sys; sys.modules['django'] = None\n"
        "from dateline.config.cli import main\n"
        "main(sys.argv[1:], standalone_mode=True)"
    )

    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_public_server_is_loaded_without_django():
    loaded = ("dateline.runtime.public_process", "dateline.config.commands.serve")
    code = f"import sys; sys.modules['django'] = None; import {', '.join(loaded)}"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_command_is_an_error_without_a_traceback():
    done = CliRunner().invoke(main, ["publish"])

    assert done.exit_code == 2
    assert "No such command 'publish'" in done.output


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "Error: the disk is full; make room and try again\n"),
        (OSError(errno.EACCES, "Permission denied", "/var/x"), "Error: /var/x cannot be used: Permission denied\n"),
    ],
)
def test_what_a_disk_refuses_is_a_sentence(monkeypatch, error, sentence):
    @click.command()
    def failing():
        raise error

    monkeypatch.setattr(check, "check", failing)

    done = CliRunner().invoke(main, ["check"])

    assert (done.exit_code, done.output) == (1, sentence)
