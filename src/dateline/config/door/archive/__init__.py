"""The archive as a public process has it: opened, followed, with overrides, never back in time."""
