from socle.errors import Refused


class ReadingRefused(Refused):
    """It is not this person's to read again, or it is done already."""
