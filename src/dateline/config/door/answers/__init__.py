"""Answers: what each depends on, made once, encoded, kept, and sent again."""
