from socle.errors import Refused


class FilesRefused(Refused):
    """More files than this person may join, or of a kind they may not yet."""
