from enum import StrEnum


class Preset(StrEnum):
    """What a person may choose in one click for all kinds at once."""

    ESSENTIAL = "essentiel"
    ALL = "tout"
    NOTHING = "rien"
