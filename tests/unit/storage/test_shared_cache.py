import threading

import pytest

from dateline.storage.shared_cache import SharedCache


def never() -> str:
    pytest.fail("a cached value is computed again")


def test_a_value_is_computed_once_even_if_it_is_none():
    cache: SharedCache[str, str | None] = SharedCache(2)

    assert cache.get("a", lambda: None) is None
    assert cache.get("a", never) is None


def test_the_values_used_last_stay():
    cache: SharedCache[str, str] = SharedCache(2)
    cache.get("a", lambda: "1")
    cache.get("b", lambda: "2")
    cache.get("a", never)

    cache.get("c", lambda: "3")

    assert cache.get("a", never) == "1"
    assert cache.get("b", lambda: "computed again") == "computed again"


def test_the_sum_of_sizes_is_bounded():
    cache: SharedCache[str, str] = SharedCache(10, len)
    cache.get("a", lambda: "1" * 6)
    cache.get("b", lambda: "2" * 6)

    assert cache.get("b", never) == "2" * 6
    assert cache.get("a", lambda: "computed again") == "computed again"


def test_a_value_larger_than_the_cache_is_returned_and_evicts_nothing():
    cache: SharedCache[str, str] = SharedCache(3, len)
    cache.get("a", lambda: "1")

    assert cache.get("b", lambda: "2" * 4) == "2" * 4
    assert cache.get("a", never) == "1"


def test_a_failed_computation_is_not_cached_and_its_error_stands_alone():
    cache: SharedCache[str, str] = SharedCache(2)

    with pytest.raises(ZeroDivisionError) as failed:
        cache.get("a", lambda: str(1 / 0))

    assert failed.value.__context__ is None
    assert cache.get("a", lambda: "1") == "1"


def test_a_copy_lacks_some_keys_keeps_the_order_and_leaves_the_original_alone():
    cache: SharedCache[str, str] = SharedCache(3)
    for key in "abc":
        cache.get(key, lambda key=key: key)  # type: ignore[misc]
    cache.get("a", never)

    copy = cache.without(["b", "unknown"])
    copy.get("d", lambda: "d")
    copy.get("e", lambda: "e")  # evicts c, which was used before a

    assert copy.get("a", never) == "a"
    assert copy.get("c", lambda: "computed again") == "computed again"
    assert [cache.get(key, never) for key in "abc"] == ["a", "b", "c"]


def test_threads_may_read_write_and_copy_at_once():
    cache: SharedCache[int, int] = SharedCache(20)
    wrong: list[object] = []

    def work(first: int) -> None:
        try:
            for number in range(first, first + 5_000):
                key = number % 50
                wrong.extend([] if cache.get(key, lambda key=key: key) == key else [key])  # type: ignore[misc]
                if not number % 100:
                    cache.without([key])
        except Exception as error:  # noqa: BLE001 - reported by the test
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
