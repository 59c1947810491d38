"""What the checks know of languages: numbers, sentences, names; pure."""
