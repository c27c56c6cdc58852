"""How long the tests wait for what is certain to come."""

PATIENCE = 120.0
"""Seconds after which something has gone wrong. It only keeps a test from hanging: one that passes never waits so
long, and a machine however busy is quicker."""
