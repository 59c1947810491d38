import pytest

from dateline.runtime import troubles
from tests.support.editions import NOON


@pytest.mark.parametrize("stored", ["", "\n", "\n\n"])
def test_a_trouble_that_a_full_disk_left_empty_is_a_whole_sentence(tmp_path, stored):
    (tmp_path / "tasks.trouble").write_text(stored)

    [trouble] = troubles.all_noted(tmp_path)

    assert trouble.sentence() == (
        "The worker's tasks has failed: time and reason could not be stored; is the disk full? "
        "See what the worker writes."
    )
    troubles.note(tmp_path, "tasks", "No space.", at=NOON)
    [trouble] = troubles.all_noted(tmp_path)
    assert trouble.sentence() == f"The worker's tasks has failed since {NOON:%Y-%m-%d %H:%M} UTC: No space."
