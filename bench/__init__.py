"""Benchmarks: what Dateline takes to build, to search and to serve, measured on made-up and on real news.

They stand outside the product, which is why they are no command of it: who runs a newsroom needs neither wrk nor
a million made-up releases. ``make bench`` runs the whole; see ``docs/how-to/measure.md``.
"""
