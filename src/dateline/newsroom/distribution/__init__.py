"""Delivery of changes to outside machines: webhooks, WebSub, ActivityPub, search engines.

Derived from the publication log: one delivery row per entry and receiver, so each change has one effect however often
it is tried. Guarantees: changes of one release arrive in order, under message ids that stay the same; a second copy is
sent only after a kill between sending and recording; no receiver waits for another.
"""
