"""How one generation answers: which releases are meant, which hold the words, what to show of them."""
