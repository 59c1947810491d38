"""HTTP values and headers, the addresses of the newsroom, and one guarded client for addresses that strangers name."""
