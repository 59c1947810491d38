"""`dateline kill`: take a release away at once, whatever else runs or does not."""

import os
import sys

import click

from dateline.archive import overrides
from dateline.archive.overrides import Override
from dateline.runtime import emergency, logs, overrides_in_memory
from dateline.runtime.clock import now
from dateline.runtime.django_setup import set_up_with_database
from dateline.runtime.emergency import Closing, KillOrder
from dateline.runtime.errors import ConfigError
from dateline.runtime.home import Home
from dateline.web.addresses import is_language_tag

NOT_ENTERED = 3
"""Exit code: closed to the public, but not in the log yet, or not on the disk."""


class NoSuchReleaseError(ConfigError):
    """There is no such release, or none in that language, that the public could read."""

    def __init__(self, number: int, language: str = "") -> None:
        if language:
            reason = f"release {number} was never public in the language {language!r}"
        else:
            reason = f"there is no public release {number}; the number stands in its address, as in /en/news/12/…"
        super().__init__(f"nothing was closed: {reason}")
        self.number = number


@click.command()
@click.argument("number", type=click.IntRange(1, 999_999_999))
@click.option(
    "--notice",
    "notices",
    multiple=True,
    metavar="[LANGUAGE=]TEXT",
    help="What the public reads instead. Once for all languages, or again for one: --notice fr=… (required).",
)
@click.option("--language", "languages", multiple=True, metavar="TAG", help="Only this language; may be repeated.")
@click.option("--lift", is_flag=True, help="Take the override away again. What the log has removed stays removed.")
def kill(*, number: int, notices: tuple[str, ...], languages: tuple[str, ...], lift: bool) -> None:
    """Take release NUMBER away at once: every page, list, feed, search and file of it, within a second.

    It works without worker, desk and database, on a full disk, and with a home that cannot be written. Exit codes: 0,
    closed and in the log; 3, closed, but something is left to do, and a sentence says what; 1, nothing was closed.
    """
    logs.configure({"level": "ERROR"})
    home = Home.of(os.environ)
    home.require_current_format()
    if lift:
        _lift(home, number)
        return
    order = KillOrder(number=number, languages=tuple(sorted(set(languages))), notices=_notices(notices))
    _require_public(home, order)
    closing = emergency.write_override(home, order, at=now())
    _report(home, closing)
    if home.mirror_status.exists():
        click.echo("This is a mirror: the release is closed here, until the override is lifted.")
        is_entered = True
    else:
        is_entered = _is_entered(home, closing.override)
    if closing.fault or not is_entered:
        sys.exit(NOT_ENTERED)


def _report(home: Home, closing: Closing) -> None:
    number, which = closing.override.number, ", ".join(closing.override.languages) or "every language"
    click.echo(f"Release {number} is closed to the public in {which}: public processes obey within a second.")
    if closing.fault:
        click.echo(
            f"The home cannot be written ({closing.fault}). The order is in {home.overrides_in_memory}, in the memory "
            "of this machine: it will not survive a restart of the machine. The worker moves it to the home once that "
            "can be written; without a worker, order it again then.",
            err=True,
        )
    for language in closing.unread:
        which = f"the text {language!r}" if language else "the archive"
        click.echo(f"Its files may still be open: {which} cannot be read.", err=True)


def _is_entered(home: Home, override: Override) -> bool:
    """Enter the removal into the log, and return whether that worked. The release is closed in either case."""
    try:
        _enter(home, override)
    except Exception as error:  # noqa: BLE001  # exit code 1 would say that nothing is closed
        said = " ".join(str(error).split()).rstrip(".") or type(error).__name__
        click.echo(f"It is not in the log yet: {said}. The worker enters it as soon as it can.", err=True)
        return False
    return True


class _Log:
    """The log, once Django is set up.

    Raises:
        ConfigError: the database does not answer.
    """

    def __init__(self) -> None:
        set_up_with_database()
        from dateline.runtime import override_removals  # noqa: PLC0415

        self.enter_removal = override_removals.enter_and_reopen
        self.languages_published = override_removals.languages_published


def _enter(home: Home, override: Override) -> None:
    """Enter the removal into the log, and report it.

    Raises:
        ConfigError: the database does not answer or refuses.
    """
    count = _Log().enter_removal(home, override, at=now())
    texts = "1 text" if count == 1 else f"{count} texts"
    click.echo(f"The log has the removal of {texts}." if count else "The log has had the removal already.")


def _require_public(home: Home, order: KillOrder) -> None:
    """Refuse a number or language that neither archive nor database knows; if one cannot be read, refuse nothing.

    Raises:
        NoSuchReleaseError: nobody knows it.
    """
    known = emergency.public_languages(home, order.number)
    if known is None or (known and set(order.languages) <= set(known)):
        return
    known = (*known, *_languages_in_database(order.number))
    if not known:
        raise NoSuchReleaseError(order.number)
    for language in order.languages:
        if language not in known:
            raise NoSuchReleaseError(order.number, language)


def _languages_in_database(number: int) -> tuple[str, ...]:
    """Return the languages in which a release was ever public; empty where the database does not answer."""
    try:
        return _Log().languages_published(number)
    except ConfigError:
        return ()


def _notices(given: tuple[str, ...]) -> dict[str, str]:
    """Return notices by language, the common one under an empty tag.

    Raises:
        UsageError: there is none, or one for all languages is given twice.
    """
    found: dict[str, str] = {}
    for one in given:
        head, equals, rest = one.partition("=")
        language, notice = (head, rest) if equals and is_language_tag(head) else ("", one)
        if language in found:
            message = f"there are two notices for {language or 'all languages'}"
            raise click.UsageError(message)
        found[language] = notice.strip()
    if not found or not all(found.values()):
        message = 'say what the public reads instead: --notice "This release was wrong and has been removed."'
        raise click.UsageError(message)
    return found


def _lift(home: Home, number: int) -> None:
    if not any([overrides_in_memory.lift(home, number), overrides.lift(home.overrides, number)]):
        message = f"there is no override of release {number}"
        raise click.ClickException(message)
    click.echo(f"The override of release {number} is lifted. What the log says of it holds now.")
