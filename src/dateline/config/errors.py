"""What can be wrong with an installation, each in a sentence that says what to do."""

from pathlib import Path


class ConfigError(Exception):
    """Base of this package's errors."""


class NoSecretKeyError(ConfigError):
    """There is no key to sign sessions with."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"there is no secret key: set DATELINE_SECRET_KEY, or let `dateline up` prepare the home {home}"
        )
        self.home = home


class HomeFormatError(ConfigError):
    """The home has a layout that this version does not write."""

    def __init__(self, home: Path, found: str, expected: int) -> None:
        if not found.isdigit():
            advice = "that is no number; restore the file `format` from a backup"
        elif int(found) > expected:
            advice = "a newer Dateline wrote it; install that version again"
        elif int(found) == 0:
            advice = "it is not prepared; `dateline up` does that"
        else:
            advice = "run `dateline upgrade`"
        super().__init__(f"the home {home} has format {found!r}, this version needs {expected}: {advice}")
        self.home = home
        self.found = found
