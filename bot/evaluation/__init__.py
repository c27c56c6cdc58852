"""How well the bot understands: labelled questions in, figures out."""
