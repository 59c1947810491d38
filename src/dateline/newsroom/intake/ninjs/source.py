"""A source of ninjs documents: set up the newsroom of an export, read the texts, import them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.newsroom.intake.errors import ItemRefusedError
from dateline.newsroom.intake.fetching import fetcher
from dateline.newsroom.intake.import_items import newsroom_zone
from dateline.newsroom.intake.ninjs.documents import find_documents, is_address, read_newsroom_export
from dateline.newsroom.intake.ninjs.items import NinjsItem
from dateline.newsroom.intake.ninjs.media import MediaImporter, local_files
from dateline.newsroom.intake.ninjs.newsroom_setup import set_up_newsroom
from dateline.newsroom.intake.ninjs.reader import ReaderSettings, read_document
from dateline.newsroom.intake.ninjs.run import Progress, TextsOutcome, import_texts


@dataclass(frozen=True)
class NinjsSource:
    """A file, folder or archive of documents, or the address of a list.

    Attributes:
        place: its path or address.
        language: BCP 47 tag of documents that do not say theirs; empty for none.
    """

    place: str
    language: str

    def set_up_newsroom(self, *, at: dt.datetime) -> list[str]:
        """Set up what an export of ours says of its newsroom.

        Returns:
            A sentence for each thing set up or refused; none for other sources.
        """
        export = read_newsroom_export(self.place)
        return set_up_newsroom(export, at=at) if export is not None else []

    def read(self, *, now: dt.datetime) -> tuple[list[NinjsItem], list[str]]:
        """Return the texts, and a sentence without full stop for each document that cannot be imported.

        Raises:
            IntakeError: the source itself cannot be read.
        """
        settings = ReaderSettings(language=self.language, zone=newsroom_zone(), now=now)
        items, refused = [], []
        for found in find_documents(self.place, fetcher(self.place)):
            if found.fault:
                refused.append(f"{found.where}: {found.fault}")
                continue
            try:
                items.append(read_document(found.document, found.where, settings))
            except ItemRefusedError as error:
                refused.append(str(error))
        return items, refused

    def import_texts(
        self, items: Sequence[NinjsItem], *, fetch_media: bool, at: dt.datetime, progress: Progress
    ) -> TextsOutcome:
        """Import texts with their files, as ``run.import_texts`` does.

        Args:
            items: as ``read`` returns them.
            fetch_media: whether to fetch files that do not lie beside the documents.
            at: current moment, aware, UTC.
            progress: called after each batch.
        """
        fetch = fetcher(self.place if is_address(self.place) else "") if fetch_media else None
        return import_texts(items, MediaImporter(local_files(self.place), fetch), at=at, progress=progress)
