"""What the desk asks of others: closing the public side, showing a page."""
