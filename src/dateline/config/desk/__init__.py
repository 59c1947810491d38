"""The desk wired: its application, its headers, its preview, and how people come to it."""
