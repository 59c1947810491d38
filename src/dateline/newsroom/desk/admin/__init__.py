"""The desk as people see it: forms, listings and pages of the admin. Only actions change what the public reads."""
