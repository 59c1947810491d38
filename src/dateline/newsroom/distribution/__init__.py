"""Pings: what changes is told to machines that asked for it, and to those the newsroom tells of itself.

Derived from the publication log: one delivery row for each entry and receiver, so that an effect is brought about once
however often it is tried. It promises that the changes of a release come in order under ids that stay, that a second
copy comes only after a kill between sending and noting, and that no receiver waits for another.
"""
