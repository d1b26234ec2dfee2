"""What may go wrong when writing, as sentences people read."""

from socle.errors import FormUsed, Refused
from socle.numbers import quantity

from .models import Answer, Comment, Question


class QuestionsError(Refused):
    """Base: `str(error)` is a French sentence for the person."""


class QuestionNotAllowed(QuestionsError):
    """The person may not do this here."""


class InvalidText(QuestionsError):
    """A title or a text is too short or too long."""


class NameMissing(QuestionsError):
    """The person has not chosen the name others will see."""

    message = "Choisissez d’abord le nom que les autres verront."


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


class PostKeyUsed(FormUsed, QuestionsError):
    """The key of this form already stored another text: of an old page, or of somebody else."""


class DraftsFull(QuestionsError):
    """The number of drafts one may keep is reached."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Vous avez déjà {number} brouillons : c’est le maximum. Celui-ci n’est pas gardé. "
            "Jetez-en un que vous n’utiliserez plus, ou publiez-le."
        )


class DraftTooLong(QuestionsError):
    """More characters than a draft may hold."""

    message = (
        "Ce texte est trop long pour être gardé en brouillon. Raccourcissez-le, ou gardez-en "
        "une copie sur votre appareil."
    )


class TagRefused(QuestionsError):
    """Not for this person, a name that exists already, or no name at all."""


class FilesRefused(Refused):
    """More files than this person may join, or of a kind they may not yet."""


class TooManyNamed(InvalidText):
    """More people are named in one text than its author may name."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Nommez {quantity(most, 'personne')} au plus avec « @ » dans un message : elles sont "
            "prévenues chacune. Votre texte est gardé ci-dessous : enlevez le « @ » devant les "
            "autres noms."
        )


class TextChanged(QuestionsError):
    """The text was edited elsewhere meanwhile: `stored` is what it says now."""

    def __init__(self, stored: Question | Answer | Comment) -> None:
        self.stored = stored
        super().__init__(
            "Ce texte a été modifié entre-temps, dans un autre onglet ou sur un autre appareil. "
            "Rien n’est perdu : comparez, puis enregistrez la version que vous voulez garder."
        )


class EditRefused(QuestionsError):
    """The text may not be edited any more; the sentence says why and what to do instead."""


class EditsSpent(QuestionsError):
    """The number of edits a day is reached."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Vous avez déjà modifié vos textes {number} fois en un jour : c’est le maximum. "
            "Votre texte est gardé ci-dessous : enregistrez-le demain."
        )


class WithdrawalRefused(QuestionsError):
    """The text cannot be withdrawn, or put back, any more; the sentence says why."""


class WithdrawalsSpent(WithdrawalRefused):
    """The number of withdrawals a day is reached."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Vous avez déjà retiré {number} textes en un jour : c’est le maximum. "
            "Revenez demain, ou écrivez à l’équipe si c’est urgent."
        )


class InvitationNotAllowed(QuestionNotAllowed):
    """Neither the asker, nor the agency, nor the national team."""

    message = "Seules la personne qui a posé la question et l’agence peuvent inviter à répondre."


class AlreadyInvited(QuestionsError):
    """This person was asked already."""

    message = "Cette personne est déjà prévenue de cette question."


class InvitationsSpent(QuestionsError):
    """The number of invitations for one question is reached."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"{number} personnes ont déjà été invitées à répondre à cette question : c’est le "
            "maximum. Laissez-leur le temps de lire."
        )


class AlreadyAnswered(QuestionsError):
    """Somebody answered: nobody else is disturbed for this question."""

    message = "Cette question a déjà une réponse : nous ne dérangeons plus personne pour elle."
