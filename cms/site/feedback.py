"""The button « Je donne mon avis », that the State asks for at the end of each démarche.

The part `components/feedback.html` is the button: in the last page of a démarche, or under the
message that says it is done (`finished`). The list of all démarches: `tests/architecture`.
"""

from django.conf import settings
from django.contrib import messages
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
