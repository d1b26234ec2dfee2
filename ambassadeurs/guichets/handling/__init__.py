"""What all desks do with a request: answer, assign, note, come back to it."""
