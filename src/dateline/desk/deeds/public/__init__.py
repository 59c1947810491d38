"""What readers get and lose: published, planned, withdrawn, removed, erased; and what was public elsewhere."""
