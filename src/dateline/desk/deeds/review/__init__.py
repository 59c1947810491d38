"""From a draft to what may be published: complete, with rights, approved to the letter."""
