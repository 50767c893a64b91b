"""The planner as a whole: against an independent checker and an independent solver."""
