"""What tests of the desk have in common: builders, files, a keyboard, and its lifecycle told once more."""
