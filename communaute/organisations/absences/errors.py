from socle.errors import Refused


class AbsenceRefused(Refused):
    """The days make no absence, or the person cannot stand in; the text says which."""
