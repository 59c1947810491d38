"""Several processes write at once; some are killed at any moment."""

import os
import random
import signal
import time

import pytest

from tests.support.installation import wait_for

pytestmark = pytest.mark.both

WRITER = """
import sys
from django.db import transaction
from dateline.editions.entry import Subject
from dateline.newsroom.publication import log
from tests.support.editions import NOON, an_edition
import uuid

name, count = sys.argv[1], int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for turn in range(count):
    with transaction.atomic():
        number = log.take_number()
        edition = an_edition(number, release=str(uuid.uuid4()), headline=f"{name} {turn}")
        subject = Subject(kind="release", id=edition.release, language="en")
        entry = log.append(subject, "published", edition, at=NOON)
    print(entry.position, number, flush=True)
"""

READ = """
from dateline.newsroom.publication import log
from dateline.newsroom.publication.check import check
import msgspec
fault = check()
assert fault is None, fault
rows = [(r.entry.position, r.entry.number, msgspec.json.decode(r.edition)["headline"])
        for batch in log.records() for r in batch if r.entry.subject.kind == "release"]
print(msgspec.json.encode((log.head().position, rows)).decode())
"""

# Reads on and on while others write, as a follower does: whatever it sees must continue what it saw before.
FOLLOWER = """
from dateline.newsroom.publication import log
print("ready", flush=True)
position, until = 0, None
while until is None or position < until:
    for record in log.read(position):
        assert record.entry.position == position + 1, (record.entry.position, position)
        position += 1
    if until is None:
        import select, sys
        if select.select([sys.stdin], [], [], 0)[0]:
            until = int(sys.stdin.readline())
print(position, flush=True)
"""


def start_writers(installation, *, writers, each):
    processes = [installation.start_python(WRITER, f"writer {i}", str(each)) for i in range(writers)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    return processes


def go(process):
    process.stdin.write("\n")
    process.stdin.flush()


def entries(installation):
    import json

    return json.loads(installation.python(READ))


def test_writers_at_once_leave_a_log_without_gaps_in_the_order_of_their_commits(installation):
    processes = start_writers(installation, writers=4, each=25)
    follower = installation.start_python(FOLLOWER)
    assert follower.stdout.readline() == "ready\n"

    for process in processes:
        go(process)
    told = [line for process in processes for line in process.communicate(timeout=120)[0].splitlines()]
    assert [process.returncode for process in processes] == [0] * 4

    end, rows = entries(installation)
    assert len(rows) == 100
    assert sorted(number for _, number, _ in rows) == list(range(1, 101))
    assert sorted(told) == sorted(f"{position} {number}" for position, number, _ in rows)
    for name in {headline.rpartition(" ")[0] for _, _, headline in rows}:
        turns = [int(headline.rpartition(" ")[2]) for _, _, headline in rows if headline.startswith(name)]
        assert turns == list(range(25))
    assert follower.communicate(f"{end}\n", timeout=60)[0] == f"{end}\n"


def test_a_writer_killed_at_any_moment_loses_nothing_it_has_committed_and_leaves_nothing_half(installation):
    chance = random.Random(7)
    told = set()
    for _ in range(5):
        [process] = start_writers(installation, writers=1, each=10_000)
        go(process)
        process.stdout.readline()
        time.sleep(chance.uniform(0.01, 0.3))
        os.kill(process.pid, signal.SIGKILL)
        told |= {line for line in process.communicate()[0].splitlines() if line.count(" ") == 1}

    _, rows = entries(installation)

    assert told <= {f"{position} {number}" for position, number, _ in rows}
    assert [number for _, number, _ in rows] == list(range(1, len(rows) + 1))


STEPWISE = """
import sys
from django.db import transaction
from dateline.editions.entry import Subject
from dateline.newsroom.publication import log
from tests.support.editions import NOON, an_edition

def pause(step):
    print(step, flush=True)
    sys.stdin.readline()

edition = an_edition(1)
subject = Subject(kind="release", id=edition.release, language="en")
with transaction.atomic():
    log.take_number()
    pause("numbered")
    log.append(subject, "published", edition, at=NOON)
    pause("appended")
    transaction.on_commit(lambda: pause("committed"))
"""


def test_killed_between_two_steps_all_or_nothing_of_a_publication_stands(installation):
    before, _ = entries(installation)
    for last_step, expected in (("numbered", 0), ("appended", 0), ("committed", 1)):
        process = installation.start_python(STEPWISE)
        while process.stdout.readline().strip() != last_step:
            go(process)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

        end, rows = entries(installation)

        assert (end - before, len(rows)) == (expected, expected), last_step
        assert [number for _, number, _ in rows] == [1] * expected


def test_a_writer_waits_for_the_one_before_and_does_not_fail(installation):
    holder = installation.start_python(STEPWISE)
    assert holder.stdout.readline() == "numbered\n"
    [other] = start_writers(installation, writers=1, each=1)
    go(other)
    time.sleep(0.5)
    assert other.poll() is None

    holder.communicate("\n\n\n", timeout=30)

    assert wait_for(lambda: other.poll() is not None, 30)
    assert other.returncode == 0
    _, rows = entries(installation)
    assert [number for _, number, _ in rows] == [1, 2]
