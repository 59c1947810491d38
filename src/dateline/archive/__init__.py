"""The public read model: lists, facets, search, editions, history, and a copy of the publication log.

Derived from the publication log alone, so it can be deleted and rebuilt at any time; rebuilding equals following. Each
answer comes from one generation and names its position.

``port`` says what an engine answers, ``query``, ``filters``, ``search_parser``, ``search_terms``, ``passages`` and
``matching`` hold the rules that all engines share, and ``embedded`` is the one engine so far. Another one becomes a
package beside it that passes ``tests/contracts``. ``overrides`` hides releases before the log says so.
"""
