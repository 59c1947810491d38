"""Moments: which one a request has, which one a person wrote, and what is due."""
