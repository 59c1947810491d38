"""Benchmarks: the time and memory that Dateline takes to build, search and serve made-up and real news.

They are not part of the product and no command of ``dateline``, because a newsroom needs neither wrk nor a million
made-up releases. ``make bench`` runs the main benchmark; see ``docs/how-to/measure.md``.
"""
