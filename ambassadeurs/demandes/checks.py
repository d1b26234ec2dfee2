"""What `check --deploy` says of this room."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, register


@register(Tags.compatibility, deploy=True)
def feedback_button(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A site of the State ends its démarches by « Je donne mon avis »: it needs its number."""
    if settings.JDMA_ID or not settings.BRAND_STATE:
        return []
    return [
        Info(
            "Le bouton « Je donne mon avis » n’est pas montré : JDMA_ID est vide.",
            hint="Demandez un numéro sur jedonnemonavis.numerique.gouv.fr, puis posez JDMA_ID "
            "et JDMA_KEY.",
            id="demandes.I001",
        )
    ]
