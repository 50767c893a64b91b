"""The board of a plan: a frame of our own whose bars can be moved by hand."""
