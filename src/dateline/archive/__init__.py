"""The public read model: lists, facets, search, editions, history, and a copy of the publication log.

The archive is derived from the publication log alone, so it can be deleted and rebuilt at any time. A rebuilt archive
equals one that followed the log entry by entry. Each answer comes from one generation and names its log position.

``port`` holds the protocols that an engine implements. ``query``, ``filters``, ``search_parser``, ``search_terms``,
``passages`` and ``matching`` hold the rules that all engines share. ``embedded`` is the only engine so far; another one
would be a package beside it that passes ``tests/contracts``. ``overrides`` hides releases before the log removes them.
"""
