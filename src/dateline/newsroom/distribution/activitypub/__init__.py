"""ActivityPub: followers of the newsroom and its offices on other servers, and the key that signs our activities.

The inbox stores an activity after every check that needs no outside request. The worker then verifies its signature
with the key of its actor, and only then applies it.
"""
