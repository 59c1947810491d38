"""Files on disk: atomic writes, locks between processes, files named by the digest of their content. A cache in memory.

The package knows nothing of newsrooms. A file written here is either complete and durable, or it does not exist.
"""
