"""Functions that the program around the desk supplies."""
