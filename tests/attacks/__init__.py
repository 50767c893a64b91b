"""Files made to stop everybody: small in bytes, endless inside. Seeded, each in doubling sizes."""
