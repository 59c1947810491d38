"""What waits, what goes live and what went out: first page, list, calendar, trail and metadata debt."""
