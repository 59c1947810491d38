"""What the desk check knows of languages: sentences, names, numbers, and how two texts differ. Pure."""
