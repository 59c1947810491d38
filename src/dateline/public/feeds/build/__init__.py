"""Building a feed: its entries, their HTML, and recent changes."""
