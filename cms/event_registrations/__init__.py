"""Coming to an event of the editors: registered with or without an account, waiting, reminded."""
