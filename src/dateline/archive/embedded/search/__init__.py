"""Full-text search in one generation: queries, ranking, highlighting, autocompletion and spelling suggestions.

Derived from the text index and the listing of that generation. Its answers do not depend on earlier queries.
"""
