"""What this room tells people: its part of the catalogue."""

from communaute.notifications.catalogue import Kind

KINDS = (
    Kind(
        key="screening.published",
        label="Texte relu et publié",
        who="L’auteur du texte.",
        when="Dès que son texte en attente est publié.",
        may_be_off=False,
    ),
)
