"""Build what readers get of a text: its edition, with pictures, recordings, tables and the media kit."""
