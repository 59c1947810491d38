"""Prints: files drawn of a release that no page can be, its PDF and its card.

A job says all that a print is made of and is made in the public process in no time; drawing it takes seconds and
libraries that a public process should not carry, so that happens in a process of its own, which ``config`` starts.
Promise: nothing is fetched from any network, and the same job gives the same bytes.
"""
