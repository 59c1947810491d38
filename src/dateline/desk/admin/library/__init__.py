"""The library: pictures, files and recordings, each list and choice within the shelves that are the person's."""
