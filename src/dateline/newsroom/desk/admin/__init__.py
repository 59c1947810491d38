"""The desk as people see it: forms, listings and pages of Wagtail's admin, all ending in deeds."""
