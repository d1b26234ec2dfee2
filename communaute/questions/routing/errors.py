"""What may go wrong when inviting to answer, as sentences people read."""

from communaute.questions.errors import QuestionNotAllowed, QuestionsError


class InvitationNotAllowed(QuestionNotAllowed):
    """Neither the asker, nor the agency, nor the national team."""

    def __init__(self) -> None:
        super().__init__(
            "Seules la personne qui a posé la question et l’agence peuvent inviter à répondre."
        )


class AlreadyInvited(QuestionsError):
    """This person was asked already."""

    def __init__(self) -> None:
        super().__init__("Cette personne est déjà prévenue de votre question.")


class InvitationsSpent(QuestionsError):
    """The number of invitations for one question is reached."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"{number} personnes ont déjà été invitées à répondre à cette question : c’est le "
            "maximum. Laissez-leur le temps de vous lire."
        )


class AlreadyAnswered(QuestionsError):
    """Somebody answered: nobody else is disturbed for this question."""

    def __init__(self) -> None:
        super().__init__(
            "Cette question a déjà une réponse : nous ne dérangeons plus personne pour elle."
        )
