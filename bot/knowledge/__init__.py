"""What we know: the FAQ pack, read from YAML and validated."""
