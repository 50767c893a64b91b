"""Work on files from outside, done aside: in a child process with limits of time and memory.

A file may be made so that its reader takes minutes or gigabytes, or ends the whole process. Here it
ends one child; the person is told calmly, and nobody else notices. ``asking.ask`` is the one way.
"""
