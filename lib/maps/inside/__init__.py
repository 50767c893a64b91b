"""Looking inside files of boundaries: whatever a program may have written becomes layers."""
