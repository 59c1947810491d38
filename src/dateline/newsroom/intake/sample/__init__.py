"""The sample newsroom: a fictitious organisation with its offices, releases and drawn pictures."""
