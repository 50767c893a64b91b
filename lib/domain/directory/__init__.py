"""The directory of ambassadors: names and telephones, kept apart from all that is counted."""
