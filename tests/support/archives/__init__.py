"""Archives and logs to be filled, killed, damaged, and compared with."""
