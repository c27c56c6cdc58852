"""What is asked: is it urgent, which entries, how sure."""
