"""What happened, counted: no personal data."""
