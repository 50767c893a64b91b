"""Minutes on the road from an extract of OpenStreetMap that the installation owns."""
