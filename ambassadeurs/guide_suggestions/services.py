"""A good answer becomes a paragraph of a guide that exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from cms.dashboard.drafts import Credit, NotAdded, add_answer, hold_guide
from communaute.questions.models import Answer

if TYPE_CHECKING:
    from cms.models import GuidePage
    from communaute.comptes.models import User


@transaction.atomic
def put_in_guide(*, actor: User, answer_pk: int, guide_pk: int) -> GuidePage:
    """A draft of the guide with this answer at its end, its author credited; nothing is published.

    Raises NotAdded: not the person's to change, locked, being reviewed, has it already, or the
    answer is public no more.
    """
    page = hold_guide(actor=actor, pk=guide_pk)
    # Read once the guide is held: whoever closes their account takes their name out of it after us.
    rows = Answer.objects.published().select_related("author", "question__author")
    answer = rows.filter(pk=answer_pk).first()
    if answer is None or not answer.question.is_published:
        message = "Cette réponse n’est plus visible de tous."
        raise NotAdded(message)
    add_answer(
        actor=actor,
        page=page,
        answer=answer.pk,
        credit=Credit(answer.author_name, answer.body_html),
        question_by=answer.question.author_name,
        url=answer.get_absolute_url(),
    )
    return page
