"""People and what is theirs: accounts, roles, shelves, starting texts, and mail that tells them."""
