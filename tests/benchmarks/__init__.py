"""Measurements, run by name: none of these is a test, and none runs with the tests."""
