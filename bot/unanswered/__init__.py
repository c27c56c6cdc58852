"""What people ask and the FAQ doesn't answer: from the journal's questions to what to add."""
