"""A mirror's own disk damages what it holds: it notices in the background, and fetches it again from its origin."""

import pytest

from dateline.archive.embedded.manifest import read_manifest
from dateline.archive.errors import DamagedArchiveError
from dateline.mirror.origin import Origin
from dateline.runtime.clock import now
from dateline.runtime.installation_checks import archive_faults, of_mirror
from dateline.runtime.mirror import Mirroring
from tests.contracts.test_mirror import followed, home, hurried, origin, with_files  # noqa: F401  # fixtures
from tests.support.editions import Log, a_newsroom, an_edition


@pytest.fixture
def name(home, origin):  # noqa: F811
    """A mirror that follows; the name of its one public file."""
    name = origin.add(b"a picture")
    log = Log()
    log.set(a_newsroom())
    log.publish(with_files(name))
    log.publish(an_edition(2))
    origin.tell(log)
    assert followed(home, origin) == "following"
    assert list(archive_faults(home)) == []
    return name


def looked(home, origin) -> Mirroring:  # noqa: F811
    mirroring = Mirroring(home, Origin(origin.url), now)
    mirroring._integrity.look()
    return mirroring


def test_a_damaged_index_is_named_and_built_again_from_the_origin(home, origin, name):  # noqa: F811
    manifest = read_manifest(home.archive)
    (positions,) = (home.archive / file for file in manifest.files() if file.endswith(".pos"))
    content = positions.read_bytes()
    positions.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    assert any("differs from its checksum" in sentence for sentence in of_mirror(home))
    mirroring = looked(home, origin)

    with pytest.raises(DamagedArchiveError) as caught, mirroring._follower() as follower:
        mirroring._mend(follower)
    mirroring._handle(caught.value)

    assert read_manifest(home.archive).root != manifest.root
    assert list(archive_faults(home)) == []


def test_a_damaged_file_is_fetched_again(home, origin, name):  # noqa: F811
    file = home.public_media / name
    file.write_bytes(b"a picturf")
    assert list(archive_faults(home)) == [f"The public file {name} holds other bytes than its name says."]
    mirroring = looked(home, origin)

    with mirroring._follower() as follower:
        mirroring._mend(follower)
        follower.fetch_missing()

    assert file.read_bytes() == b"a picture"
    assert list(archive_faults(home)) == []
