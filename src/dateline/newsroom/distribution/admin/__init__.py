"""The screens of pings, for administrators."""
