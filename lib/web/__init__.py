"""The server around the pages: our own routes, frozen files and the rules for browsers."""
