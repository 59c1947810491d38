"""Pure helpers for text: words, languages, dates and datelines, typography, HTML. They know nothing of newsrooms."""
