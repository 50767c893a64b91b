"""Where to send the volunteer teams: an instance in, a plan with its certificate out."""
