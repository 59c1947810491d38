"""Pure helpers for text: words, languages, dates and datelines, HTML. No I/O."""
