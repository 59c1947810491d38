import datetime as dt

import msgspec

from dateline.archive.embedded.storage import (
    MAX_RECENT_CHANGES,
    ArchiveState,
    Frame,
    LastChange,
    last_changes,
    read_snapshot,
    write_snapshot,
)

AT = dt.datetime(2024, 6, 3, tzinfo=dt.UTC)


def change(number: int, kind: str = "corrected") -> LastChange:
    return LastChange(number, "en", kind, AT)


def test_the_last_change_of_a_text_counts_and_old_ones_are_forgotten():
    changes = [change(1), change(2), change(1, "withdrawn")]

    assert last_changes(changes) == (change(2), change(1, "withdrawn"))
    assert last_changes(map(change, range(MAX_RECENT_CHANGES + 5)))[0] == change(5)


def test_step_by_step_or_at_once_the_same_changes_are_remembered():
    frames = [Frame(position=at, changes=(change(at % 7), change(at))) for at in range(1, MAX_RECENT_CHANGES + 50)]
    stepped = ArchiveState.empty()
    for frame in frames:
        stepped = stepped.apply([frame])

    assert stepped.changes == ArchiveState.empty().apply(frames).changes
    assert len(stepped.changes) == MAX_RECENT_CHANGES


def test_a_snapshot_keeps_what_changed(tmp_path):
    state = ArchiveState.empty().apply([Frame(position=1, changes=(change(1),))])

    write_snapshot(tmp_path / "snapshot", state)

    assert read_snapshot(tmp_path / "snapshot").changes == (change(1),)


def test_a_step_written_before_changes_were_remembered_can_be_read():
    older = msgspec.msgpack.encode([7, [], [], [], [], []])

    assert msgspec.msgpack.decode(older, type=Frame) == Frame(position=7)
