"""How the home page begins."""

FIRST = ("address", "steps", "ambassadors", "questions", "guides", "figures")


def first_sections() -> list[tuple[str, dict[str, object]]]:
    """The sections of a new home page, with the words each begins with."""
    return [(name, {}) for name in FIRST]
