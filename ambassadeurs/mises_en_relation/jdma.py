"""The button « Je donne mon avis », that the State asks for at the end of each démarche."""

from django.conf import settings

SITE = "https://jedonnemonavis.numerique.gouv.fr/"
ADDRESS = SITE + "Demarches/{number}?{query}"
# The number of development: no form bears it, the button leads to the site.
DEMONSTRATION = "demonstration"


def feedback_link() -> str:
    """Address of the form of opinion; empty when the service has no number there."""
    if not settings.JDMA_ID:
        return ""
    if settings.JDMA_ID == DEMONSTRATION:
        return SITE
    query = f"&view-mode=formulaire-avis&nd_source=button&key={settings.JDMA_KEY}"
    return ADDRESS.format(number=settings.JDMA_ID, query=query)
