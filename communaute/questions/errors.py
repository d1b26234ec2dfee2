"""What may go wrong when writing, as sentences people read."""

from socle.errors import Refused


class QuestionsError(Refused):
    """Base: `str(error)` is a French sentence for the person."""


class QuestionNotAllowed(QuestionsError):
    """The person may not do this here."""


class InvalidText(QuestionsError):
    """A title or a text is too short or too long."""


class NameMissing(QuestionsError):
    """The person has not chosen the name others will see."""

    def __init__(self) -> None:
        super().__init__("Choisissez d’abord le nom que les autres verront.")


class TooSoon(QuestionsError):
    """Another text was published a moment ago; `seconds` are left to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        plural = "s" if seconds > 1 else ""
        super().__init__(
            "Vous venez de publier un message. Votre texte est gardé ci-dessous : "
            f"attendez encore {seconds} seconde{plural}, puis publiez-le."
        )


class DailyLimitReached(QuestionsError):
    """The number of questions a day is reached."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Vous avez déjà posé {number} questions en un jour : c’est le maximum. "
            "Votre texte est gardé ci-dessous. Publiez-le demain, ou complétez une de vos "
            "questions en y répondant."
        )


class FirstDayLimit(QuestionsError):
    """On the day one opens an account, one writes less; `what` was published, and how many."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"Votre compte a moins d’un jour, et vous avez déjà publié {what} : c’est le maximum "
            "le premier jour. Votre texte est gardé ci-dessous : publiez-le demain."
        )


class TooManyInARow(QuestionsError):
    """The last answers are all of this person, and nobody answered since."""

    def __init__(self, number: int) -> None:
        last = f"Les {number} dernières réponses sont" if number > 1 else "La dernière réponse est"
        super().__init__(
            f"{last} déjà de vous. Laissez quelqu’un d’autre "
            "répondre, ou complétez une de vos réponses avec « Modifier » ou « Commenter ». "
            "Votre texte est gardé ci-dessous."
        )


class SameTextElsewhere(QuestionsError):
    """Word for word what one published under another question, a moment ago."""

    def __init__(self, hours: int) -> None:
        super().__init__(
            f"Vous avez publié ce texte, mot pour mot, sous une autre question il y a moins de "
            f"{hours} heures. Mettez ici un lien vers cette réponse, ou écrivez ce qui convient à "
            "cette question-ci. Votre texte est gardé ci-dessous."
        )


class PostKeyUsed(QuestionsError):
    """The key of this form already stored the text of somebody else (forged, or copied)."""

    def __init__(self) -> None:
        super().__init__("Cette page a déjà servi. Rechargez-la, puis envoyez votre texte.")


class DraftsFull(QuestionsError):
    """The number of drafts one may keep is reached."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Vous avez déjà {number} brouillons : c’est le maximum. Celui-ci n’est pas gardé. "
            "Jetez-en un que vous n’utiliserez plus, ou publiez-le."
        )


class DraftTooLong(QuestionsError):
    """More characters than a draft may hold."""

    def __init__(self) -> None:
        super().__init__(
            "Ce texte est trop long pour être gardé en brouillon. Raccourcissez-le, ou gardez-en "
            "une copie sur votre appareil."
        )


class TagRefused(QuestionsError):
    """Not for this person, a name that exists already, or no name at all."""
