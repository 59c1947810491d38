"""The sample newsroom: a made-up organisation with its offices, releases and drawn pictures."""
