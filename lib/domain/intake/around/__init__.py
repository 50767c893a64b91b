"""What stands around the figures of a sheet: titles, names, headings over headings, units."""
