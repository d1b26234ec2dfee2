"""What stops a whole import, and what rejects one line of it."""


class ImportFailed(Exception):
    """Nothing is loaded; the message, in French, says which file and why."""


class Rejected(Exception):
    """One line cannot be loaded; the message, in French, is the reason."""
