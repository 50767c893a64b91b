"""The campaign page, view by view."""
