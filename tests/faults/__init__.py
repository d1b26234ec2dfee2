"""What happens when a part dies, waits or fills up, on the real programs: `make run` and its own.

Small, for every run of the suite. Nothing here waits for a time: each step waits for what it needs
to see, and gives up long after.
"""
