"""The organisation: its newsroom, offices, topics and kinds, and the pages where rights are given."""
