"""Faults of an installation; each message says what to do."""

from pathlib import Path


class ConfigError(Exception):
    """Base of this package's errors."""


class NoSecretKeyError(ConfigError):
    """There is no secret key."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"there is no secret key: set DATELINE_SECRET_KEY, or let `dateline up` prepare the home {home}"
        )
        self.home = home


class WeakSecretKeyError(ConfigError):
    """The secret key can be guessed."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the secret key is weak, it {reason}: who guesses it signs in as anybody. Remove DATELINE_SECRET_KEY and "
            "the file `secret-key` of the home; `dateline upgrade --new-secrets` makes a random one, and new secrets "
            "for what the old one sealed"
        )
        self.reason = reason


class WrongSecretKeyError(ConfigError):
    """No stored secret was sealed with this secret key."""

    def __init__(self) -> None:
        super().__init__(
            "the secret key is not the one that the stored secrets of webhooks and followers were sealed with: put "
            "that key back. If it is lost, `dateline upgrade --new-secrets` makes new secrets"
        )


class HomeFormatError(ConfigError):
    """The home has a format that this version does not write."""

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


class MirrorHomeError(ConfigError):
    """A newsroom was started in the home of a mirror."""

    def __init__(self, home: Path) -> None:
        super().__init__(f"the home {home} is a mirror's: start it with `dateline mirror`, or name another home")
        self.home = home


class NewsroomHomeError(ConfigError):
    """A mirror was started in the home of a newsroom."""

    def __init__(self, home: Path) -> None:
        super().__init__(f"the home {home} is a newsroom's: give the mirror one of its own with --home")
        self.home = home


class AlreadyRunsError(ConfigError):
    """Another process holds the lock of a job that only one process may do."""

    def __init__(self, home: Path, what: str, holder: str) -> None:
        super().__init__(f"{what} already in the home {home} (process {holder or 'unknown'}); stop that first")
        self.home = home
        self.holder = holder


class PortTakenError(ConfigError):
    """Another program listens on the port."""

    def __init__(self, host: str, port: int, option: str) -> None:
        super().__init__(f"port {port} of {host} is taken by another program: stop that, or choose {option}")
        self.host = host
        self.port = port


class NotLoopbackError(ConfigError):
    """Other machines reach the server, and its public address is not set."""

    def __init__(self, host: str, variable: str) -> None:
        super().__init__(
            f"{host} can be reached from other machines: set {variable} to the address people use, "
            "such as https://news.example.org"
        )
        self.variable = variable


class DatabaseError(ConfigError):
    """The database cannot be used as it is."""


class PreparationError(ConfigError):
    """The home could not be prepared."""


class PeopleError(ConfigError):
    """A person cannot be invited or get a password."""


class SettingError(ConfigError):
    """A setting in the environment cannot be read."""

    def __init__(self, name: str, given: str, expected: str) -> None:
        super().__init__(f"{name} is {given!r}: it should be {expected}")
        self.name = name
        self.given = given


class PublicUrlError(ConfigError):
    """``DATELINE_PUBLIC_URL`` is not the address of a site."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f"DATELINE_PUBLIC_URL is {given!r}: it should be like https://news.example.org, without a path"
        )
        self.given = given


def as_sentence(error: Exception) -> str:
    """Return the text of an error as a sentence."""
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
