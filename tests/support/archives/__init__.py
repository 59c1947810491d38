"""Archives and logs for tests: to fill, to kill or damage, and to compare with."""
