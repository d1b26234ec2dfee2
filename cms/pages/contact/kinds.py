"""What this room tells people: its part of the catalogue."""

from communaute.notifications.catalogue import Kind, Priority

KINDS = (
    Kind(
        key="cms_pages.contact_answered",
        label="Réponse à un message envoyé depuis la page de contact",
        who="La personne qui a écrit, à l’adresse qu’elle a donnée.",
        when="Quand une personne du service répond.",
        may_be_off=False,
        on_site=False,
        keeps_address=False,
        priority=Priority.SOON,
    ),
)
