"""What the services of this room refuse, in words one can show."""


class CoproprieteError(Exception):
    """Base: `str(error)` is a French sentence."""


class NotAllowed(CoproprieteError):
    """The actor may not do this."""


class MandateClosed(CoproprieteError):
    """The mandate is not in a state where this can be done."""


class ReasonMissing(CoproprieteError):
    """A refusal without its reasons is not a refusal."""


class OutsideMap(CoproprieteError):
    """The point is not in mainland France: Lambert-93 would give a false cell."""
