"""Import of news: saved listings, ninjs documents, and the sample newsroom.

A source yields items (`listing`, `listing_html`, `ninjs`). Their names are mapped to offices, topics and kinds
(`mapping`), and they enter through the desk's actions, like everything else. Guarantees: what cannot be imported is
reported, or written to a file of rejects (`rejects`); importing the same source again changes nothing.
"""
