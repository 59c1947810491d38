"""`dateline import`: archives of other systems."""

import sys
from typing import TYPE_CHECKING

import click

from dateline.config.commands.import_listing import alone, import_, language_tag, prepared_home
from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.clock import now

if TYPE_CHECKING:
    from dateline.newsroom.intake.ninjs.items import NinjsItem
    from dateline.newsroom.intake.ninjs.run import Outcome

__all__ = ["import_", "ninjs"]


@import_.command("ninjs")
@click.argument("source")
@click.option("--language", default="", callback=language_tag, help="Language of documents that do not say theirs.")
@click.option("--media/--no-media", default=True, help="Fetch pictures and files that do not lie beside the documents.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken in, and write nothing.")
def ninjs(*, source: str, language: str, media: bool, dry_run: bool) -> None:
    """Take in ninjs documents (1.x, 2.x, 3.x): a file, folder, .zip, .jsonl, or the address of a list.

    What `dateline export` wrote comes in as it was, with numbers, states and notices; an empty newsroom also gets the
    name, offices, topics and kinds that are with it. Texts that are in already stay as they are. What a document says
    and a text cannot is told, document by document. Exit code 1: the source could not be read, or nothing in it.
    """
    logs.configure({"level": "WARNING"})
    home = prepared_home(dry_run=dry_run)
    if home is None:
        message = "a dry run needs a prepared home: start with `dateline up`, or set DATELINE_HOME"
        raise click.ClickException(message)
    from dateline.newsroom.intake.errors import IntakeError  # noqa: PLC0415

    with alone(home, dry_run=dry_run):
        try:
            failed = _take(source, language, media=media, dry_run=dry_run)
        except IntakeError as error:
            sentence = f"{error}."
            raise click.ClickException(sentence) from error
    if failed:
        sys.exit(1)


def _take(source: str, language: str, *, media: bool, dry_run: bool) -> bool:
    """Take a source in and say what became of it; True where nothing of it could be."""
    from dateline.newsroom.intake.ninjs import media as files  # noqa: PLC0415
    from dateline.newsroom.intake.ninjs.fetching import fetcher  # noqa: PLC0415
    from dateline.newsroom.intake.ninjs.newsroom_setup import settle  # noqa: PLC0415
    from dateline.newsroom.intake.ninjs.run import take_in  # noqa: PLC0415
    from dateline.newsroom.intake.ninjs.sources import is_address, moving  # noqa: PLC0415

    at = now()
    facts = moving(source)
    if facts is not None and not dry_run:
        for sentence in settle(facts, at=at):
            click.echo(sentence)
    items, refused = _read(source, language)
    if dry_run:
        _show(items)
    else:
        fetch = fetcher(source if is_address(source) else "") if media else None
        with steps("Taking in") as progress:
            outcome = take_in(items, files.Media(files.beside(source), fetch), at=at, progress=progress)
        _report(source, outcome, len(refused))
    for sentence in refused:
        click.echo(f"Not taken in: {sentence}.")
    return not items


def _read(source: str, language: str) -> tuple[list["NinjsItem"], list[str]]:
    """Return the texts of a source, and for each document that is none the sentence why."""
    from dateline.newsroom.intake.errors import ItemRefusedError  # noqa: PLC0415
    from dateline.newsroom.intake.import_items import newsroom_zone  # noqa: PLC0415
    from dateline.newsroom.intake.ninjs.fetching import fetcher  # noqa: PLC0415
    from dateline.newsroom.intake.ninjs.reading import Reader, read  # noqa: PLC0415
    from dateline.newsroom.intake.ninjs.sources import documents  # noqa: PLC0415

    reader = Reader(language=language, zone=newsroom_zone(), now=now())
    items, refused = [], []
    for found in documents(source, fetcher(source)):
        if found.fault:
            refused.append(f"{found.where}: {found.fault}")
            continue
        try:
            items.append(read(found.document, found.where, reader))
        except ItemRefusedError as error:
            refused.append(str(error))
    return items, refused


def _report(source: str, outcome: "Outcome", refused: int) -> None:
    counts = f"{outcome.taken} new, {outcome.known} known, {refused} not taken in"
    click.echo(f"{source}: {outcome.taken + outcome.known + refused} texts, {counts}.")
    for what, names in outcome.made:
        if names:
            click.echo(f"{what} ({len(names)}): {'; '.join(names)}")
    for where, said in outcome.remarks:
        click.echo(f"{where}: {said}.")


def _show(items: list["NinjsItem"]) -> None:
    for item in items:
        click.echo(f"{item.published_at:%Y-%m-%d} [{item.language}] {item.headline or '—'} ({item.state})")
        for remark in item.remarks:
            click.echo(f"  {remark}.")
    click.echo(f"{len(items)} texts would be taken in. Nothing was written.")
