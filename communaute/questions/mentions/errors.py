"""What may go wrong, as a sentence people read."""

from communaute.questions.errors import InvalidText
from socle.numbers import quantity


class TooManyNamed(InvalidText):
    """More people are named in one text than its author may name."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Nommez {quantity(most, 'personne')} au plus avec « @ » dans un message : elles sont "
            "prévenues chacune. Votre texte est gardé ci-dessous : enlevez le « @ » devant les "
            "autres noms."
        )
