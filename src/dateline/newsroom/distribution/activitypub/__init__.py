"""Actors: who follows the newsroom and its offices from Mastodon and others, and the key that signs what they are told.

A letter is taken at the door once all is sound that can be seen without asking anybody; the worker verifies its
signature with the key of its actor, and only then anything follows from it.
"""
