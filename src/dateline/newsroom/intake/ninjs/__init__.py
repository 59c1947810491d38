"""ninjs documents, of ours and of others, from files, folders, archives and addresses, as releases of this newsroom.

Promises: each document becomes a text or a sentence that says why not; what a document holds and a text cannot is
named; taking the same in again changes nothing; nothing that is under embargo or lies in the future comes in.
"""
