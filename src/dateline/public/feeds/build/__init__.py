"""What a feed tells: its entries, their words, and what changed."""
