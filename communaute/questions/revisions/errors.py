"""What may go wrong when editing or withdrawing one's own text, as sentences people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.questions.errors import QuestionsError

if TYPE_CHECKING:
    from communaute.questions.models import Answer, Comment, Question


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
