"""People and programs, what they may do and what they did."""
