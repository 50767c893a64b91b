"""A campaign of volunteer teams: what was planned, what was reported, what follows from both."""
