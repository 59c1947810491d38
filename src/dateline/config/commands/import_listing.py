"""`dateline import`: bring news in from elsewhere."""

import datetime as dt
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from babel import Locale

from dateline.config.commands.progress import steps
from dateline.newsroom.intake import report
from dateline.newsroom.intake.errors import IntakeError
from dateline.newsroom.intake.listing.decoding import read_source
from dateline.newsroom.intake.listing.item_parser import KnownNames
from dateline.newsroom.intake.listing.items import Listing
from dateline.newsroom.intake.listing_reader import read_listing
from dateline.newsroom.intake.rejects import write_rejects
from dateline.runtime import logs
from dateline.runtime.clock import now
from dateline.runtime.django_setup import migrate, prepare_and_set_up, set_up_with_database
from dateline.runtime.home import Home
from dateline.runtime.locks import ProcessLock
from dateline.text.days.orders import Order
from dateline.web.addresses import is_language_tag


@click.group("import")
def import_() -> None:
    """Bring news in from elsewhere."""


def language_tag(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Return a language tag as given; empty stays empty.

    Raises:
        click.BadParameter: it is the tag of no language.
    """
    if not value:
        return value
    if not is_language_tag(value):
        message = f"{value!r} is no language tag such as en, fr or pt-BR"
        raise click.BadParameter(message)
    if value.split("-", maxsplit=1)[0] not in Locale("en").languages:
        # Imported texts are public at once, so a typing error must not become a language.
        message = f"{value!r} is the tag of no language that the Unicode CLDR knows"
        raise click.BadParameter(message)
    return value


def _zone(_context: click.Context, _parameter: click.Parameter, value: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(value) if value else None
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"{value!r} is no time zone such as Europe/Vienna"
        raise click.BadParameter(message) from error


@import_.command("listing")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--language", required=True, callback=language_tag, help="Language of the listing, such as en.")
@click.option(
    "--zone", callback=_zone, help="Zone of moments that a page does not show as days; the newsroom's by default."
)
@click.option("--url", default="", help="Address of the page, where it does not say so itself.")
@click.option(
    "--day-first",
    "order",
    flag_value="dmy",
    help="Read 2/10/2026 as 2 October; by default as the page shows by other days or its language.",
)
@click.option("--month-first", "order", flag_value="mdy", help="Read 2/10/2026 as 10 February.")
@click.option("--dry-run", is_flag=True, help="Show what would be imported, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the items as JSON, for other programs.")
def listing(  # noqa: PLR0913 - the options of the command
    *,
    files: tuple[str, ...],
    language: str,
    zone: ZoneInfo | None,
    url: str,
    order: Order | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import saved newsroom listings: text copied from the page, or HTML; - reads standard input.

    Items keep their original days. Items that were imported before stay unchanged. Items that cannot be understood are
    written to a file with line and reason, and the others are imported. The order of day and month in a day such as
    2/10/2026 is never guessed: other days of the page decide it, or else the language of the page. If neither does, the
    item is rejected until you say --day-first or --month-first. Exit code 1: a file cannot be read, contains no list,
    or has no item that can be understood.
    """
    logs.configure({"level": "WARNING"})
    home = prepared_home(dry_run=dry_run)
    with alone(home, dry_run=dry_run):
        options = _Options(language, url, zone, order, as_json)
        failed = _import(files, options, home, dry_run=dry_run) if home else _show(files, options)
    if failed:
        sys.exit(1)


def prepared_home(*, dry_run: bool) -> Home | None:
    """Return the home, and prepare it if needed; None for a dry run without a home, which knows no office names."""
    home = Home.of(os.environ)
    if dry_run and not home.is_prepared():
        return None
    if not home.is_prepared():
        prepare_and_set_up()
        with steps("Preparing the database") as progress:
            migrate(progress)
    return set_up_with_database()


@contextmanager
def alone(home: Home | None, *, dry_run: bool) -> Iterator[None]:
    """Hold a lock, so that no second import publishes the same items at the same time."""
    if home is None or dry_run:
        yield
        return
    with ProcessLock(home.logs / "import.lock", "another import runs"):
        yield


class _Options(NamedTuple):
    language: str
    url: str
    zone: ZoneInfo | None
    order: Order | None
    as_json: bool


def _show(files: tuple[str, ...], options: _Options) -> bool:
    """Show what a new newsroom, without offices and topics, would import; return True if a file failed."""
    failed = False
    for path in files:
        parsed = _read(path, options, KnownNames())
        if parsed is not None:
            _print(report.dry_run(parsed, None), options)
        failed = failed or parsed is None or not parsed.items
    return failed


def _import(files: tuple[str, ...], options: _Options, home: Home, *, dry_run: bool) -> bool:
    """Import each file and report the outcome; return True if one failed."""
    from dateline.newsroom.intake import import_items, mapping  # noqa: PLC0415

    failed = False
    options = options._replace(zone=options.zone or import_items.newsroom_zone())
    for path in files:
        names = mapping.NameMap.load()
        parsed = _read(path, options, names.known_names(now().date() + dt.timedelta(days=1)))
        failed = failed or parsed is None or not parsed.items
        if parsed is None:
            continue
        if dry_run:
            _print(report.dry_run(parsed, names), options)
            continue
        # The rejects are written first: if the import stops later, the file exists already.
        rejects = write_rejects(parsed, options.language, home.path / "intake")
        with steps("Importing") as progress:
            outcome = import_items.import_items(parsed, options.language, names, at=now(), progress=progress)
        _print(report.summary(parsed, outcome, names, rejects), options)
    return failed


def _read(path: str, options: _Options, known: KnownNames) -> Listing | None:
    """Return the items of a file, printed if JSON is asked for; None, with a message, where it cannot be read."""
    name = "standard input" if path == "-" else path
    try:
        parsed = read_listing(
            read_source(path),
            name,
            options.language,
            known,
            url=options.url,
            zone=options.zone,
            order=options.order,
        )
    except IntakeError as error:
        click.echo(f"Error: {error}.", err=True)
        return None
    if options.as_json:
        click.echo(json.dumps(report.as_data(parsed), ensure_ascii=False, indent=1))
    return parsed


def _print(lines: Iterable[str], options: _Options) -> None:
    for line in lines:
        click.echo(line, err=options.as_json)
