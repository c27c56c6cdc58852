"""What to say: a reply of text and buttons, free of any channel."""
