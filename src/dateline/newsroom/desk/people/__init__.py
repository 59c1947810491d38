"""People of the desk: accounts, role groups, shelves, notifications and OpenID Connect sign-in."""
