"""The processes of a newsroom: kept running, tied together, one of each."""
