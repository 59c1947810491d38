"""The public wing: serves what the archive holds. It imports neither Django nor the newsroom, and holds no secret."""
