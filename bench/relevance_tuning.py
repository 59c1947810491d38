"""Try other parameters of re-ranking: chosen on one half of the questions, measured on the other half.

    .venv/bin/python -m bench.relevance_tuning [--samples ../shared/samples]

With only 41 questions, the setting that is best for all of them may be best by chance. So the questions are split at
random into halves, 400 times, and the setting that is best for one half is measured on the other. This takes minutes.
"""

import random
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from unittest.mock import patch

from bench import relevance
from dateline.archive.embedded import rebuild
from dateline.archive.embedded.search import rerank, text_search
from dateline.archive.embedded.search.highlight import Highlighter

MODELS, WORDS, GAINS = (2, 3, 4, 5, 8), (20, 30, 50), (0.2, 0.4, 0.6)
HALVES = 400

Setting = tuple[int, int, float]
Measured = Sequence[tuple[float, float]]
"""nDCG and average precision of each question."""


def measured(home: str, questions: Sequence[relevance.Question]) -> Measured:
    """Ask all questions as readers do, but without highlights, which take the most time."""
    ask = relevance.of_archive(relevance.reader(home), lenient=True)
    with patch.multiple(Highlighter, headline=_unmarked, extract=_unmarked):
        found_of = [(ask(question.text), set(question.relevant_docs)) for question in questions]
    return [(relevance.ndcg(*each), relevance.precision(*each)) for each in found_of]


def _unmarked(_: Highlighter, __: object) -> str:
    return ""


def means(values: Measured, places: Sequence[int]) -> tuple[float, float]:
    """Return the means over some of the questions."""
    return statistics.mean(values[one][0] for one in places), statistics.mean(values[one][1] for one in places)


def on_the_other_half(settings: Mapping[Setting, Measured], without: Measured) -> list[tuple[float, float]]:
    """Return for each split how much the best setting of one half gains on the other half."""
    places, rng, gained = list(range(len(without))), random.Random(1963), []
    for _ in range(HALVES):
        rng.shuffle(places)
        half, other = places[: len(places) // 2], places[len(places) // 2 :]
        best = max(settings.values(), key=lambda values: sum(means(values, half)))
        after, before = means(best, other), means(without, other)
        gained.append((after[0] - before[0], after[1] - before[1]))
    return gained


def main() -> None:
    """Build the archive, ask the questions with every setting and print the results."""
    texts, questions = relevance.collection(relevance.options(__doc__).samples / "time-collection")
    everything, settings = range(len(questions)), {}
    with tempfile.TemporaryDirectory() as home:
        rebuild(Path(home), relevance.records(texts))
        with patch.object(text_search.TextSearch, "_reranked", relevance.without_reranking):
            without = measured(home, questions)
        print("without                        nDCG@10 {:.3f}   MAP {:.3f}".format(*means(without, everything)))
        for models, words, gain in product(MODELS, WORDS, GAINS):
            with patch.multiple(rerank, MODELS=models, MODEL_WORDS=words), patch.object(text_search, "GAIN", gain):
                settings[models, words, gain] = values = measured(home, questions)
            print(f"models {models}, words {words}, gain {gain}  ", end="")
            print("nDCG@10 {:.3f}   MAP {:.3f}".format(*means(values, everything)))
    for place, name in enumerate(("nDCG@10", "MAP")):
        gains = [each[place] for each in on_the_other_half(settings, without)]
        better = sum(gain > 0 for gain in gains) / HALVES
        print(
            f"{name} on the other half: {statistics.mean(gains):+.3f} in the mean, better in {better:.0%} of {HALVES}"
        )


if __name__ == "__main__":
    main()
