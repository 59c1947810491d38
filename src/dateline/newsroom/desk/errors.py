"""What the desk refuses. Each message is a sentence for the person who tried."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _


class DeskError(Exception):
    """Base of this package's errors."""


class RefusedError(DeskError):
    """Something is not allowed; the message says why and what to do instead."""


class SlugChangedError(RefusedError):
    """A slug that stands in addresses would change."""

    def __init__(self, stored: str, wanted: str) -> None:
        super().__init__(
            _("“%(stored)s” is part of addresses and cannot be changed to “%(wanted)s”. Change the name instead.")
            % {"stored": stored, "wanted": wanted}
        )
        self.stored = stored
        self.wanted = wanted


class InUseError(RefusedError):
    """An office, topic or kind that releases use would be deleted."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” cannot be deleted, because releases, offices or topics use it.") % {"name": name}
        )
        self.name = name


class ShelfInUseError(RefusedError):
    """An office would be deleted whose shelf holds pictures or files."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” cannot be deleted, because there are pictures or files in its collection. Move them first.")
            % {"name": name}
        )
        self.name = name


class UsedError(RefusedError):
    """A picture or an attachment that texts use would be deleted."""

    def __init__(self, title: str, users: Sequence[str], *, hidden: int) -> None:
        named = ", ".join(f"“{user}”" for user in users)
        if users and hidden:
            message = _("“%(title)s” cannot be deleted, because releases use it: %(users)s and %(hidden)d more.")
        elif users:
            message = _("“%(title)s” cannot be deleted, because releases use it: %(users)s.")
        else:
            message = _("“%(title)s” cannot be deleted, because releases of other offices use it.")
        super().__init__(message % {"title": title, "users": named, "hidden": hidden})
        self.title = title
        self.users = tuple(users)


class OnlyActionsError(RefusedError):
    """Something other than an action would change what the public reads."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” cannot be changed this way, because the public would see it. Use the page of the release.")
            % {"title": title}
        )
        self.title = title


class PublicBeforeError(RefusedError):
    """A text that was public once would be deleted."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” was public, so it cannot be deleted. Withdraw or remove it on the page of the release.")
            % {"title": title}
        )
        self.title = title


class NotAllowedError(RefusedError):
    """The roles of the person do not include the action."""

    def __init__(self, title: str) -> None:
        super().__init__(_("Your roles do not allow this for “%(title)s”.") % {"title": title})
        self.title = title


class WrongStateError(RefusedError):
    """The action cannot start from the state of the text."""

    def __init__(self, title: str, state: str) -> None:
        super().__init__(
            _("This action is not possible for “%(title)s”: it is %(state)s.") % {"title": title, "state": state}
        )
        self.title = title
        self.state = state


class OutdatedError(RefusedError):
    """Somebody else has written at a text since the writer last read it."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("Somebody else has changed “%(title)s” meanwhile. Read it again and repeat the change.")
            % {"title": title}
        )
        self.title = title


class ScheduledError(RefusedError):
    """Something would change a text that is scheduled."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” is scheduled and cannot be changed. Unschedule it on the page of the release first.")
            % {"title": title}
        )
        self.title = title


class OwnWorkError(RefusedError):
    """Somebody would approve what they have edited themselves."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("You have edited “%(title)s” since it was last approved. Somebody else must approve it.")
            % {"title": title}
        )
        self.title = title


class ApprovalVoidError(RefusedError):
    """A text is not the one that was approved."""

    def __init__(self, title: str) -> None:
        super().__init__(_("“%(title)s” has changed since its approval. It is in review again.") % {"title": title})
        self.title = title


class IncompleteError(RefusedError):
    """Something the action needs is missing."""


class NoSuchTargetError(RefusedError):
    """The page of a removed text cannot redirect to the named release."""

    def __init__(self, number: int, language: str) -> None:
        super().__init__(
            _("No. %(number)d is this release itself, or is not public in %(language)s. Enter another number.")
            % {"number": number, "language": language}
        )
        self.number = number
        self.language = language


class UnderEmbargoError(RefusedError):
    """Something would become public before its embargo ends."""

    def __init__(self, until: dt.datetime, zone: str) -> None:
        local = formats.date_format(until.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")
        super().__init__(
            _("This release is under embargo until %(until)s (%(zone)s). Schedule it for then, or lift the embargo.")
            % {"until": local, "zone": zone}
        )
        self.until = until


class CannotCloseError(RefusedError):
    """A release would be taken away in an emergency by a process that cannot close it to the public."""

    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "Nothing was removed: this desk cannot close the public site. "
                "Run “dateline kill %(number)d” on its server."
            )
            % {"number": number}
        )
        self.number = number


class FileRefusedError(RefusedError):
    """An uploaded file is not what it must be."""


class FileNotMadeError(DeskError):
    """The public file of something that a text names was never made."""

    def __init__(self, source: str, recipe: str) -> None:
        super().__init__(f"no public file of {source}: {recipe}")
        self.source = source
        self.recipe = recipe


class RightsExpiredError(RefusedError):
    """A picture would be published after the last day of its rights."""

    def __init__(self, title: str, last_day: str) -> None:
        super().__init__(
            _("The rights in the picture “%(title)s” ended on %(day)s. Choose another one, or renew the rights first.")
            % {"title": title, "day": last_day}
        )
        self.title = title


class RecordingExpiredError(RefusedError):
    """A recording would be published after the last day of its rights."""

    def __init__(self, title: str, last_day: str) -> None:
        super().__init__(
            _(
                "The rights in the recording “%(title)s” ended on %(day)s. "
                "Choose another one, or renew the rights first."
            )
            % {"title": title, "day": last_day}
        )
        self.title = title


class NumberTakenError(RefusedError):
    """An imported release brings a number that another one has."""

    def __init__(self, number: int) -> None:
        super().__init__(_("The number %(number)d belongs to another release.") % {"number": number})
        self.number = number


class UncheckedError(RefusedError):
    """The desk check has found what must be mended or dismissed first."""

    def __init__(self, title: str, findings: list[str]) -> None:
        super().__init__(
            _("“%(title)s” does not pass the desk check: %(findings)s Fix this or dismiss it with a reason.")
            % {"title": title, "findings": " ".join(findings)}
        )
        self.title = title
        self.findings = findings


class PassageChangedError(RefusedError):
    """A passage that was to be repaired or dismissed is not as it was shown."""

    def __init__(self) -> None:
        super().__init__(_("The passage has changed in the meantime. Look at the desk check again."))


class NobodyError(RefusedError):
    """There is no person of that name."""

    def __init__(self, username: str) -> None:
        super().__init__(_("There is nobody called “%(name)s” at the desk.") % {"name": username})
        self.username = username


class AccountClosedError(RefusedError):
    """A closed account would be opened."""

    def __init__(self, username: str) -> None:
        super().__init__(_("The account of “%(name)s” is closed.") % {"name": username})
        self.username = username


class MachineError(RefusedError):
    """The machine that translates is not set up, does not answer, or is late: somebody writes by now."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class NotTakenOverError(RefusedError):
    """A machine's translation would be approved that nobody answers for."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” was translated by a machine. Somebody must read it and take it over first.")
            % {"title": title}
        )
        self.title = title


class SignInRefusedError(RefusedError):
    """Somebody the organisation's own sign-in knows may not come in; the message says why."""


class NotWiredError(DeskError):
    """A part of the desk is used before the program that runs it has supplied what that part needs."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: not set up in this process")
        self.name = name
