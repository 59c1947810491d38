"""Delivery of changes to outside machines: webhooks, WebSub, ActivityPub, search engines.

Deliveries are derived from the publication log: one row per entry and receiver, so a change has one effect however
often it is tried. Guarantees: changes of one release arrive in order; each message has an id that never changes; a
message is sent twice only if the process is killed between sending and recording; no receiver waits for another.
"""
