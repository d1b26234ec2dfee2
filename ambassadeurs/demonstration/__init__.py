"""The demonstration: people, buildings, threads and texts that `make run` loads."""
