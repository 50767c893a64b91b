"""What lies inside files from outside. Runs in a child process only: ``lib.files.reading.reader`` asks."""
