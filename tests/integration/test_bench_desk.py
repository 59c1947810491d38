"""The benchmark of the desk on a small database: it stops at a wrong answer, never at a slow one."""

import pytest

from bench import desk, desk_filling

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_every_question_of_the_benchmark_gets_a_right_answer(monkeypatch, capsys):
    monkeypatch.setattr(desk, "ROUNDS", 1)
    monkeypatch.setattr(desk, "PUBLISHED", 1)
    monkeypatch.setattr(desk_filling, "DRAFTS", 3)
    monkeypatch.setattr(desk_filling, "WRITTEN", 600)
    desk_filling.fill(1_200)

    desk.ask()
    desk.publish()

    rows = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 25
    assert rows[-1] == "publish"
