"""What the site's search finds in this room."""

from dataclasses import dataclass

from ambassadeurs.coproprietes.models import Copropriete


@dataclass(frozen=True)
class Hit:
    """One line of the results."""

    title: str
    url: str
    excerpt: str


def _size(copropriete: Copropriete) -> str:
    return f"{copropriete.lots} lots, " if copropriete.lots else ""


def search_coproprietes(query: str, user: object) -> list[Hit]:
    """Public copropriétés whose text holds every word; the same for everybody, 20 at most."""
    found = (
        Copropriete.objects.with_public_ambassadors()
        .search(query)
        .select_related("reseau", "commune")
        .order_by("name", "pk")[:20]
    )
    return [
        Hit(
            title=copropriete.name,
            url=copropriete.get_absolute_url(),
            excerpt=(
                f"{_size(copropriete)}{copropriete.commune.name}. Raccordée au réseau "
                f"« {copropriete.reseau} » depuis {copropriete.connected_year}. "
                f"{copropriete.quote}"
            ).strip(),
        )
        for copropriete in found
    ]
