"""The public side wired: its pages, what it offers to machines, its prints. No Django."""
