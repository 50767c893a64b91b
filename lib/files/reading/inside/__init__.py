"""What lies inside files from outside. Run in a child process only: see ``lib.files.works``."""
