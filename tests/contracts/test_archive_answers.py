"""Questions over the sample newsroom find the right release first, or nearly."""

from bench.answers import FIRST, sample_questions, sample_records, shown
from dateline.archive.embedded import open_reader, rebuild


def test_of_two_hundred_questions_nearly_all_find_the_right_release_first(tmp_path):
    rebuild(tmp_path, sample_records())
    archive = open_reader(tmp_path).current

    answers = [(question, shown(archive, question)) for question in sample_questions()]

    assert len(answers) == 200
    assert sum(bool(numbers) and numbers[0] in question.right for question, numbers in answers) >= 0.95 * len(answers)
    assert sum(bool(question.right & set(numbers[:FIRST])) for question, numbers in answers) >= 0.98 * len(answers)
