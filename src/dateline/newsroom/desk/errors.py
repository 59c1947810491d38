"""Errors of the desk. Each message is a sentence for the person whose action is refused."""

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
    """Somebody tried to change a slug, which is part of addresses."""

    def __init__(self, stored: str, wanted: str) -> None:
        super().__init__(
            _("“%(stored)s” is part of addresses and cannot be changed to “%(wanted)s”. Change the name instead.")
            % {"stored": stored, "wanted": wanted}
        )
        self.stored = stored
        self.wanted = wanted


class InUseError(RefusedError):
    """Somebody tried to delete an office, topic or kind that releases use."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” cannot be deleted, because releases, offices or topics use it.") % {"name": name}
        )
        self.name = name


class ShelfInUseError(RefusedError):
    """Somebody tried to delete an office that has pictures or files on its shelf."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” cannot be deleted, because there are pictures or files in its collection. Move them first.")
            % {"name": name}
        )
        self.name = name


class UsedError(RefusedError):
    """Somebody tried to delete a picture or an attachment that texts use."""

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
    """Somebody tried to delete a text that was public once."""

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
    """Somebody else has changed the text since this person or program read it."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("Somebody else has changed “%(title)s” meanwhile. Read it again and repeat the change.")
            % {"title": title}
        )
        self.title = title


class ScheduledError(RefusedError):
    """Something tried to change a scheduled text."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” is scheduled and cannot be changed. Unschedule it on the page of the release first.")
            % {"title": title}
        )
        self.title = title


class OwnWorkError(RefusedError):
    """Somebody tried to approve a text that they have edited themselves."""

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
    """An action would make a release public before its embargo ends."""

    def __init__(self, until: dt.datetime, zone: str) -> None:
        local = formats.date_format(until.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")
        super().__init__(
            _("This release is under embargo until %(until)s (%(zone)s). Schedule it for then, or lift the embargo.")
            % {"until": local, "zone": zone}
        )
        self.until = until


class CannotCloseError(RefusedError):
    """This process cannot close releases to the public, so it cannot remove one in an emergency."""

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
    """A public file that a text needs was never made."""

    def __init__(self, source: str, recipe: str) -> None:
        super().__init__(f"no public file of {source}: {recipe}")
        self.source = source
        self.recipe = recipe


class RightsExpiredError(RefusedError):
    """A picture would be public after the last day of its rights."""

    def __init__(self, title: str, last_day: str) -> None:
        super().__init__(
            _("The rights in the picture “%(title)s” ended on %(day)s. Choose another one, or renew the rights first.")
            % {"title": title, "day": last_day}
        )
        self.title = title


class RecordingExpiredError(RefusedError):
    """A recording would be public after the last day of its rights."""

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
    """The desk check has findings that must be repaired or dismissed first."""

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
    """Machine translation is not configured, does not answer, or comes too late because somebody has begun to write."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class NotTakenOverError(RefusedError):
    """Somebody tried to approve a machine translation before a person has checked and accepted it."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” was translated by a machine. Somebody must read it and take it over first.")
            % {"title": title}
        )
        self.title = title


class SignInRefusedError(RefusedError):
    """A person whom the OpenID Connect provider has identified may not use the desk; the message says why."""


class NotWiredError(DeskError):
    """A port of the desk is used before the program that runs the desk has set it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: not set up in this process")
        self.name = name
