"""What the site search finds among networks."""

from cms.search import MOST_READ, Found, Source

from .listing import filtered


def search_networks(query: str, user: object) -> list[Found]:
    """Heat networks whose name, id, operator or communes hold every word; public for anybody."""
    if not query.strip():
        return []
    return [
        Found(
            title=f"{reseau.name} ({reseau.identifiant})" if reseau.identifiant else reseau.name,
            url=reseau.get_absolute_url(),
            excerpt=" · ".join(
                part
                for part in (
                    reseau.get_status_display(),
                    reseau.communes_label or str(reseau.commune or ""),
                    reseau.operator_name,
                )
                if part
            ),
        )
        for reseau in filtered({"nom": query})[:MOST_READ]
    ]


SOURCE = Source("reseaux", "Réseaux de chaleur", search_networks)
