"""How the schematic boundaries are computed, from registry packages alone."""
