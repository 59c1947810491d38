"""Import of ninjs documents, our own and others', from files, folders, archives and addresses.

Guarantees: each document becomes a text or a sentence that says why not; what a text cannot hold is reported; importing
the same documents again changes nothing; nothing under embargo or dated in the future is imported.
"""
