"""What the desk knows of uploaded files: whether they are sound, and what they say of themselves.

Derived from the bytes alone; nothing here writes. Promises that a file is refused rather than guessed at.
"""
