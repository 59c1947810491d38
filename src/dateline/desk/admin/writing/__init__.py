"""Writing a text: the editor, its form, what is pasted and what one begins with."""
