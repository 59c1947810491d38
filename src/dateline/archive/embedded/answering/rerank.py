"""How much texts that were found resemble the best of them; for who typed many words, of which few texts hold all.

What the best matches say besides the words typed tells what these were about: the idea of relevance feedback without
a reader who judges. Every number here holds in its neighbourhood; see bench/relevance_tuning.py.
Source: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", sections 6.3 and 9.1.6.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import islice

MODELS = 4  # of the best texts, which the others are compared with
WORDS = 30  # of theirs that tell most
COMPARED = 20  # of the best texts, the models among them: a page, which costs 0.2 ms a text of 1 KB
GAIN = 0.4  # of what the best match is worth, for the text that resembles the models most
READ = 1_000  # words of a text


def resemblances(texts: Sequence[Iterable[str]], rarity: Callable[[str], float]) -> list[float]:
    """Return for each text how much it resembles the first ones, as a share of the one that does most.

    Args:
        texts: folded words, the best match first; one at least.
        rarity: how much it tells that a text holds a word; 0 for nothing.
    """
    counted = [Counter(islice(text, READ)) for text in texts]
    lengths = [math.hypot(*map(_weight, counts.values())) for counts in counted]
    about = _about(list(zip(counted, lengths, strict=True))[:MODELS], rarity)
    alike = [
        sum(_weight(counts[word]) * tells for word, tells in about.items() if word in counts) / (length or 1)
        for counts, length in zip(counted, lengths, strict=True)
    ]
    most = max(alike)
    return [one / most if most else 0.0 for one in alike]


def _about(models: Iterable[tuple[Mapping[str, int], float]], rarity: Callable[[str], float]) -> Mapping[str, float]:
    """Return the words that tell most of what the models are about: said often, in little text, and seldom elsewhere.

    Rarity counts twice, for the models and for who is compared with them.
    """
    said: defaultdict[str, float] = defaultdict(float)
    for counts, length in models:
        for word, count in counts.items():
            said[word] += _weight(count) / length
    told = {word: weight * rarity(word) ** 2 for word, weight in said.items()}
    return {word: told[word] for word in nlargest(WORDS, told, key=told.__getitem__)}


def _weight(count: int) -> float:
    """What a word weighs that a text says so often."""
    return 1 + math.log(count)
