"""Measurements with bars: `python -m tests.bench` runs them all."""
