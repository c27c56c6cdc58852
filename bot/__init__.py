"""A bot that answers people's questions about a strike from a curated FAQ."""
