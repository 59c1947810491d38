"""The command line; each command imports what it needs when it runs, the public server never Django."""

import errno
import importlib
import sys
from collections.abc import Mapping
from importlib.metadata import version

import click

from dateline.archive.errors import ArchiveError
from dateline.mirror.errors import MirrorError
from dateline.newsroom.publication.errors import PublicationError
from dateline.runtime.errors import ConfigError

COMMANDS: Mapping[str, tuple[str, str]] = {
    "up": ("up", "up"),
    "serve": ("serve", "serve"),
    "desk": ("serve", "desk"),
    "work": ("work", "work"),
    "mirror": ("mirror", "mirror"),
    "prepare": ("upgrade", "prepare"),
    "sample": ("work", "sample"),
    "import": ("import_ninjs", "import_"),
    "export": ("export", "export"),
    "kill": ("emergency", "kill"),
    "archive": ("check", "archive"),
    "log": ("check", "log"),
    "check": ("check", "check"),
    "invite": ("people", "invite"),
    "password": ("people", "password"),
    "manage": ("upgrade", "manage"),
    "upgrade": ("upgrade", "upgrade"),
}
"""Name of each command → module in ``config.commands`` and function there."""

_FULL = "the disk is full; make room and try again"


class Commands(click.Group):
    """Finds commands by name and turns refusals into sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names in the order of a newsroom's life."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(f"dateline.config.commands.{module}"), function)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what an installation lacks is told in a sentence, not in a traceback."""
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
