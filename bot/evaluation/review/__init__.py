"""What a good editor would say about a pack that is valid: warnings with reasons and remedies."""
