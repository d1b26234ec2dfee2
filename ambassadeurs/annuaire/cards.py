"""What the card of a copropriété shows, the next visit included: told by the room of visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from socle.hooks import hooked

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.querysets import CoproprieteQuerySet


def as_cards(rows: CoproprieteQuerySet) -> CoproprieteQuerySet:
    """With `public_ambassadors`, each with `next_visit_at`, None when none is to come: two
    queries, of what a card and the directory show alone."""
    (next_visit,) = hooked("annuaire.next_visit")
    speaking = Ambassadeur.objects.public().for_cards()
    speaking = speaking.annotate(next_visit_at=next_visit(timezone.now()))
    told = Prefetch("ambassadeurs", speaking.order_by("pk"), to_attr="public_ambassadors")
    return rows.for_list().prefetch_related(told)
