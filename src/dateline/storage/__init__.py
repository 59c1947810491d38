"""Files on disk: whole writes, locks between processes, files named by the digest of their content. Values in memory.

Knows nothing of newsrooms. A file written here is complete and durable, or it is not there.
"""
