"""Re-ranking: partial matches that resemble the best matches come before others.

The words of the best matches show what the query is about: pseudo-relevance feedback. Small changes of the constants
change little; see bench/relevance_tuning.py.
Source: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", sections 6.3 and 9.1.6.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import islice

MODELS = 4  # best matches that the others are compared with
MODEL_WORDS = 30  # their most distinctive words that are compared
COMPARED = 20  # matches that are re-ranked, the models included: one page; takes 0.2 ms for each text of 1 KB
GAIN = 0.4  # highest gain, as a share of the best match's score
MAX_WORDS = 1_000  # words read of a text


def similarities(texts: Sequence[Iterable[str]], rarity: Callable[[str], float]) -> list[float]:
    """Return each text's similarity to the first ``MODELS`` texts, as a share of the highest one.

    Args:
        texts: folded words of each text, best match first; at least one text.
        rarity: inverse document frequency of a word; 0 ignores the word.
    """
    counted = [Counter(islice(text, MAX_WORDS)) for text in texts]
    lengths = [math.hypot(*map(_weight, counts.values())) for counts in counted]
    model = _model(list(zip(counted, lengths, strict=True))[:MODELS], rarity)
    similar = [
        sum(_weight(counts[word]) * weight for word, weight in model.items() if word in counts) / (length or 1)
        for counts, length in zip(counted, lengths, strict=True)
    ]
    highest = max(similar)
    return [one / highest if highest else 0.0 for one in similar]


def _model(models: Iterable[tuple[Mapping[str, int], float]], rarity: Callable[[str], float]) -> Mapping[str, float]:
    """Return the weights of the most distinctive words of the models, which are (counts, length).

    Rarity is squared: once for the models and once for the text that is compared with them.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    for counts, length in models:
        for word, count in counts.items():
            weights[word] += _weight(count) / length
    distinctive = {word: weight * rarity(word) ** 2 for word, weight in weights.items()}
    return {word: distinctive[word] for word in nlargest(MODEL_WORDS, distinctive, key=distinctive.__getitem__)}


def _weight(count: int) -> float:
    """Return the sublinear weight of a word's frequency in a text."""
    return 1 + math.log(count)
