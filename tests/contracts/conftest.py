"""The engines that must keep the archive's laws; each test with ``archive_of`` runs for all of them."""

import pytest

from dateline.archive.embedded import open_reader, open_writer
from tests.support.archives.naive import NaiveArchive


def _embedded(folder, records):
    with open_writer(folder) as writer:
        writer.apply(records)
    return open_reader(folder).current


@pytest.fixture(params=["embedded", "naive"])
def archive_of(request, tmp_path):
    """A function from a log to the archive that followed it to its end; called again, it follows on."""
    if request.param == "naive":
        return lambda log: NaiveArchive(log.records)
    return lambda log: _embedded(tmp_path / "archive", log.records)
