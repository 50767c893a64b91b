"""Minutes on the road: what people enter, and what a map of the installation gives."""
