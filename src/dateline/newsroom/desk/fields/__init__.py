"""Fields and blocks that several models have."""
