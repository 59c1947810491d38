"""`dateline import`: archives of other systems."""

import sys
from typing import TYPE_CHECKING

import click

from dateline.config.commands.import_listing import alone, import_, language_tag, prepared_home
from dateline.config.commands.progress import steps
from dateline.newsroom.intake.errors import IntakeError
from dateline.newsroom.intake.ninjs.items import NinjsItem
from dateline.runtime import logs
from dateline.runtime.clock import now

if TYPE_CHECKING:
    from dateline.newsroom.intake.ninjs.run import TextsOutcome

__all__ = ["import_", "ninjs"]


@import_.command("ninjs")
@click.argument("source")
@click.option("--language", default="", callback=language_tag, help="Language of documents that do not say theirs.")
@click.option("--media/--no-media", default=True, help="Fetch pictures and files that do not lie beside the documents.")
@click.option("--dry-run", is_flag=True, help="Show what would be imported, and write nothing.")
def ninjs(*, source: str, language: str, media: bool, dry_run: bool) -> None:
    """Import ninjs documents (1.x, 2.x, 3.x): a file, folder, .zip, .jsonl, or the address of a list.

    An export of `dateline export` is imported unchanged, with numbers, states and notices; an empty newsroom also gets
    its name, offices, topics and kinds. Texts that were imported before stay unchanged. What a text cannot hold is
    reported for each document. Exit code 1: the source cannot be read, or nothing in it can be imported.
    """
    logs.configure({"level": "WARNING"})
    home = prepared_home(dry_run=dry_run)
    if home is None:
        message = "a dry run needs a prepared home: start with `dateline up`, or set DATELINE_HOME"
        raise click.ClickException(message)
    with alone(home, dry_run=dry_run):
        try:
            failed = _import(source, language, media=media, dry_run=dry_run)
        except IntakeError as error:
            sentence = f"{error}."
            raise click.ClickException(sentence) from error
    if failed:
        sys.exit(1)


def _import(source: str, language: str, *, media: bool, dry_run: bool) -> bool:
    """Import a source and report the outcome; return True where nothing could be imported."""
    from dateline.newsroom.intake.ninjs.source import NinjsSource  # noqa: PLC0415

    at = now()
    origin = NinjsSource(source, language)
    for sentence in () if dry_run else origin.set_up_newsroom(at=at):
        click.echo(sentence)
    items, refused = origin.read(now=now())
    if dry_run:
        _show(items)
    else:
        with steps("Importing") as progress:
            outcome = origin.import_texts(items, fetch_media=media, at=at, progress=progress)
        _report(source, outcome, len(refused))
    for sentence in refused:
        click.echo(f"Not imported: {sentence}.")
    return not items


def _report(source: str, outcome: "TextsOutcome", refused: int) -> None:
    counts = f"{outcome.new} new, {outcome.known} known, {refused} not imported"
    click.echo(f"{source}: {outcome.new + outcome.known + refused} texts, {counts}.")
    for heading, names in outcome.created:
        if names:
            click.echo(f"{heading} ({len(names)}): {'; '.join(names)}")
    for where, remark in outcome.remarks:
        click.echo(f"{where}: {remark}.")


def _show(items: list[NinjsItem]) -> None:
    for item in items:
        click.echo(f"{item.published_at:%Y-%m-%d} [{item.language}] {item.headline or '—'} ({item.state})")
        for remark in item.remarks:
            click.echo(f"  {remark}.")
    click.echo(f"{len(items)} texts would be imported. Nothing was written.")
