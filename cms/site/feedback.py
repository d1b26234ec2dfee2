"""The button « Je donne mon avis », that the State asks for at the end of each démarche.

The part `components/feedback.html` is the button: in the last page of a démarche, or under the
message that says it is done (`finished`). The list of all démarches: `tests/architecture`.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.checks import CheckMessage, Info, Tags, register
from django.http import HttpRequest

SITE = "https://jedonnemonavis.numerique.gouv.fr/"
ADDRESS = SITE + "Demarches/{number}?{query}"
# The number of development: no form bears it, the button leads to the site.
DEMONSTRATION = "demonstration"
# The tag of a message that ends a démarche (`components/messages.html`).
FINISHED = "demarche"


def feedback_link() -> str:
    """Address of the form of opinion; empty when the service has no number there."""
    if not settings.JDMA_ID:
        return ""
    if settings.JDMA_ID == DEMONSTRATION:
        return SITE
    query = f"&view-mode=formulaire-avis&nd_source=button&key={settings.JDMA_KEY}"
    return ADDRESS.format(number=settings.JDMA_ID, query=query)


def finished(request: HttpRequest, words: str) -> None:
    """Say that a démarche is done, on the page that comes next, with the button."""
    messages.success(request, words, extra_tags=FINISHED)


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
