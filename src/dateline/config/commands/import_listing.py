"""`dateline import`: bring news in from elsewhere."""

import datetime as dt
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from babel import Locale

from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.clock import now
from dateline.runtime.django_setup import prepare_and_set_up, set_up_with_database
from dateline.runtime.home import Home
from dateline.runtime.locks import ProcessLock
from dateline.web.addresses import is_language_tag

if TYPE_CHECKING:
    from dateline.newsroom.intake.listing.items import Listing
    from dateline.newsroom.intake.mapping import NameMap


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
@click.option("--dry-run", is_flag=True, help="Show what would be imported, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the items as JSON, for other programs.")
def listing(
    *, files: tuple[str, ...], language: str, zone: ZoneInfo | None, url: str, dry_run: bool, as_json: bool
) -> None:
    """Import saved newsroom listings: text copied from the page, or HTML; - reads standard input.

    Items keep their original days; items that were imported before stay unchanged. Items that cannot be understood
    are written to a file with line and reason, and the others are imported. Exit code 1: a file cannot be read,
    contains no list, or has no item that can be understood.
    """
    logs.configure({"level": "WARNING"})
    home = prepared_home(dry_run=dry_run)
    with alone(home, dry_run=dry_run):
        failed = _take(files, language, home, zone=zone, url=url, dry_run=dry_run, as_json=as_json)
    if failed:
        sys.exit(1)


def prepared_home(*, dry_run: bool) -> Home | None:
    """Return the home, prepared if it was not; None for a dry run without one, which then knows no names."""
    home = Home.of(os.environ)
    if dry_run and not home.is_prepared():
        return None
    if not home.is_prepared():
        prepare_and_set_up()
        from dateline.runtime import preparation  # noqa: PLC0415

        with steps("Preparing the database") as progress:
            preparation.migrate(progress)
    return set_up_with_database()


@contextmanager
def alone(home: Home | None, *, dry_run: bool) -> Iterator[None]:
    """Keep a second import from giving out the same items at the same time."""
    if home is None or dry_run:
        yield
        return
    with ProcessLock(home.logs / "import.lock", "another import runs"):
        yield


def _take(  # noqa: PLR0913 - what the command was given
    files: tuple[str, ...],
    language: str,
    home: Home | None,
    *,
    zone: ZoneInfo | None,
    url: str,
    dry_run: bool,
    as_json: bool,
) -> bool:
    """Import each file and report the outcome; return True where one failed."""
    from dateline.newsroom.intake.errors import IntakeError  # noqa: PLC0415
    from dateline.newsroom.intake.listing.decoding import read_source  # noqa: PLC0415
    from dateline.newsroom.intake.listing.item_parser import KnownNames  # noqa: PLC0415
    from dateline.newsroom.intake.listing_reader import read_listing  # noqa: PLC0415

    failed = False
    zone = zone or (_newsroom_zone() if home is not None else None)
    for path in files:
        names = _name_map() if home is not None else None
        known = names.known_names(now().date() + dt.timedelta(days=1)) if names else KnownNames()
        name = "standard input" if path == "-" else path
        try:
            parsed = read_listing(read_source(path), name, language, known, url=url, zone=zone)
        except IntakeError as error:
            click.echo(f"Error: {error}.", err=True)
            failed = True
            continue
        if as_json:
            click.echo(_json(parsed))
        _report(parsed, language, home, names, dry_run=dry_run, err=as_json)
        failed = failed or not parsed.items
    return failed


def _newsroom_zone() -> ZoneInfo:
    from dateline.newsroom.intake.import_items import newsroom_zone  # noqa: PLC0415

    return newsroom_zone()


def _name_map() -> "NameMap":
    from dateline.newsroom.intake.mapping import NameMap  # noqa: PLC0415

    return NameMap.load()


def _report(
    parsed: "Listing", language: str, home: Home | None, names: "NameMap | None", *, dry_run: bool, err: bool
) -> None:
    from dateline.newsroom.intake import report  # noqa: PLC0415

    if dry_run or home is None or names is None:
        lines = report.dry_run(parsed, names)
    else:
        from dateline.newsroom.intake.import_items import import_items  # noqa: PLC0415
        from dateline.newsroom.intake.rejects import write_rejects  # noqa: PLC0415

        # Rejects first: if this stops in between, the file that the summary would have named is there.
        rejects = write_rejects(parsed, language, _folder(home))
        with steps("Importing") as progress:
            outcome = import_items(parsed, language, names, at=now(), progress=progress)
        lines = report.summary(parsed, outcome, names, rejects)
    for line in lines:
        click.echo(line, err=err)


def _folder(home: Home) -> Path:
    return home.path / "intake"


def _json(parsed: "Listing") -> str:
    from dateline.newsroom.intake.report import as_data  # noqa: PLC0415

    return json.dumps(as_data(parsed), ensure_ascii=False, indent=1)
