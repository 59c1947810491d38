"""The library: pictures, files and recordings, on the shelves of the offices."""
