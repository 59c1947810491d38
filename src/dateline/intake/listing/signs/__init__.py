"""By what an item of a listing is known: days, labels and the words around lists."""
