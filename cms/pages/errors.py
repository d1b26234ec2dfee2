"""Why a service of the pages refuses."""

from socle.errors import Refused


class AlreadyHandled(Refused):
    def __init__(self) -> None:
        super().__init__("Une autre personne a déjà traité ce message.")


class AnswerGone(Refused):
    def __init__(self) -> None:
        super().__init__("C’est trop tard pour annuler : la réponse est partie.")
