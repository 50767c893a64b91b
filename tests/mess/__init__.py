"""Files as offices send them: true figures, written in the many ways of the province, and what
the product must make of each. Everything is derived from the declared templates and a seed."""
