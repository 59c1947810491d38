"""Which connections go where there are too many, and that closing them reaches who holds them."""

import errno
import socket
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.public.http import connections
from dateline.public.http.connections import Connection, Room, stalled, surplus

HELD = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 9)), max_size=40)


def held(peers):
    return [Connection(file, peer, quiet_ms) for file, (peer, quiet_ms) in enumerate(peers)]


def test_who_holds_most_gives_first_and_the_quietest_of_theirs():
    many = [Connection(number, "busy", quiet_ms=number) for number in range(6)]
    few = [Connection(10, "polite", quiet_ms=1_000), Connection(11, "polite", quiet_ms=2_000)]

    assert {one.file for one in surplus([*many, *few], 5)} == {3, 4, 5}


def test_where_one_each_is_too_many_the_quietest_go():
    assert {one.peer for one in surplus(held([("a", 5), ("b", 1), ("c", 9), ("d", 3)]), 2)} == {"a", "c"}


@given(HELD, st.integers(1, 50))
def test_never_more_are_left_than_there_is_room_for_nor_fewer_than_was_there(peers, room):
    all_ = held(peers)

    gone = surplus(all_, room)

    assert len(set(gone)) == len(gone)
    assert len(all_) - len(gone) <= room
    assert len(all_) > room or not gone


@given(HELD, st.integers(1, 50))
def test_nobody_gives_who_holds_less_than_an_equal_share(peers, room):
    all_ = held(peers)
    holders = {peer for peer, _ in peers}

    for one in surplus(all_, room):
        theirs = sum(other.peer == one.peer for other in all_)
        assert theirs > room // len(holders)


def test_of_those_who_do_not_take_their_answer_the_slower_half_goes():
    slow = [Connection(number, "a", quiet_ms=number, unsent_bytes=1) for number in range(4)]

    assert {one.file for one in stalled([*slow, Connection(9, "b", quiet_ms=99)])} == {2, 3}
    assert stalled([Connection(9, "b", quiet_ms=99)]) == []


def test_large_answers_that_are_held_are_given_out_until_the_next_look(monkeypatch):
    monkeypatch.setattr(connections, "_GIVEN_BYTES", 300_000)
    monkeypatch.setattr(connections, "_own_bytes", lambda: connections._HELD_BYTES + 1)
    room = Room(1_000)
    assert all(room.may_hold(200_000) for _ in range(9)), "nobody looks after it"
    room._is_kept = True
    room._look(is_heavy=False)

    assert [room.may_hold(200_000), room.may_hold(200_000), room.may_hold(1_000)] == [True, False, True]
    room._look(is_heavy=False)
    assert room.may_hold(200_000)
    room._look(is_heavy=True)
    assert not room.may_hold(200_000)


def test_large_answers_that_are_taken_at_once_are_given_out_without_end(monkeypatch):
    monkeypatch.setattr(connections, "_GIVEN_BYTES", 300_000)
    monkeypatch.setattr(connections, "_own_bytes", lambda: 50)
    room = Room(1_000)
    room._is_kept = True
    room._look(is_heavy=room._is_heavy(50))

    assert all(room.may_hold(200_000) for _ in range(9))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how long a connection was quiet")
def test_those_who_say_nothing_are_closed_and_who_was_answered_last_stays(monkeypatch):
    listener = socket.create_server(("127.0.0.1", 0))
    clients = [socket.create_connection(listener.getsockname()) for _ in range(4)]
    ours = [listener.accept()[0] for _ in clients]
    time.sleep(0.05)
    ours[2].sendall(b"answer")
    monkeypatch.setattr(connections, "_files", lambda: [one.fileno() for one in (listener, *ours)])

    Room(2)._look(is_heavy=False)

    assert clients[2].recv(10) == b"answer"
    clients[2].setblocking(False)
    with pytest.raises(BlockingIOError):
        clients[2].recv(10)
    for one in (clients[0], clients[1], clients[3]):
        one.settimeout(5)
        assert one.recv(1) == b"", "the end"
    for one in (listener, *ours, *clients):
        one.close()


def test_what_is_no_connection_of_a_reader_stays():
    ours, theirs = socket.socketpair()
    with Path(__file__).open("rb") as file:
        for one in (ours, file):
            assert not connections._close(Connection(one.fileno(), "127.0.0.1", quiet_ms=1))

        assert file.read(3) == b'"""'
    theirs.sendall(b"x")
    assert ours.recv(1) == b"x"
    ours.close()
    theirs.close()


def test_another_connection_of_the_same_peer_under_the_same_number_stays():
    listener = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(listener.getsockname())
    ours, (peer, port) = listener.accept()

    assert not connections._close(Connection(ours.fileno(), peer, quiet_ms=1, port=port ^ 1))
    ours.sendall(b"x")
    assert client.recv(1) == b"x"
    assert connections._close(Connection(ours.fileno(), peer, quiet_ms=1, port=port))
    for one in (listener, ours, client):
        one.close()


def test_what_a_process_holds_while_everybody_takes_theirs_is_its_own(monkeypatch):
    unsent = []
    monkeypatch.setattr(connections, "_open", lambda: unsent)
    monkeypatch.setattr(connections, "_HELD_BYTES", 100)
    room = Room(1_000)

    assert not room._is_heavy(50)
    assert not room._is_heavy(190), "the archive has grown"
    unsent.append(Connection(1, "a", quiet_ms=1, unsent_bytes=1))
    assert not room._is_heavy(290)
    assert room._is_heavy(291)


def test_where_no_file_is_left_to_look_with_it_looks_again(monkeypatch):
    looks = iter((OSError(errno.EMFILE, "Too many open files"), SystemExit))

    def look():
        raise next(looks)

    monkeypatch.setattr(connections, "_LOOK_EVERY_S", 0.001)
    monkeypatch.setattr(connections, "_own_bytes", look)

    with pytest.raises(SystemExit):
        Room(1_000)._keep()
