"""The command line. Each command imports what it needs when it runs, so the public server never imports Django."""

import errno
import importlib
import sys
from importlib.metadata import version

import click

from dateline.archive.errors import ArchiveError
from dateline.mirror.errors import MirrorError
from dateline.newsroom.publication.errors import PublicationError
from dateline.runtime.errors import ConfigError

COMMANDS = (
    "up",
    "serve",
    "desk",
    "work",
    "mirror",
    "prepare",
    "sample",
    "import",
    "export",
    "kill",
    "backup",
    "restore",
    "archive",
    "log",
    "check",
    "invite",
    "password",
    "manage",
    "upgrade",
)
"""In the order of a newsroom's life. Each is a module of ``config.commands`` with a function of the same name."""

_MODULES = {"import": ("import_ninjs", "import_")}
"""Module and function of commands whose own name is a keyword of Python."""

_FULL = "the disk is full; make room and try again"


class Commands(click.Group):
    """Imports commands by name, and reports expected errors in sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module, function = _MODULES.get(cmd_name, (cmd_name, cmd_name))
        command = getattr(importlib.import_module(f"dateline.config.commands.{module}"), function)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; faults of an installation are reported in a sentence, without a traceback."""
        try:
            return super().invoke(ctx)
        except (ConfigError, ArchiveError, MirrorError, PublicationError) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.filename is None and error.errno != errno.ENOSPC:
                raise
            sentence = f"{error.filename} cannot be used: {error.strerror}" if error.filename else _FULL
            raise click.ClickException(sentence) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("dateline"), prog_name="dateline")
def main() -> None:
    """Newsroom software for organisations that speak from many places.

    Everything is written to one folder, the home: DATELINE_HOME, or ./var. `dateline up` is all it takes.
    """


if __name__ == "__main__":
    sys.exit(main())
