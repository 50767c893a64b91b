"""Copies of the whole store in one file, and putting one in the store's place."""
