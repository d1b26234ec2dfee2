"""Who comes first, wherever connected copropriétés are listed: those whose ambassadors tell most
and answer best (`coproprietes.telling`), then the most recently connected."""

# An index holds this order (`copropriete_directory`).
ORDER = ("-telling", "-connected_year", "name", "pk")


def of_copropriete(relation: str) -> list[str]:
    """The same order, of rows that have a copropriété by this relation."""
    return [
        f"-{relation}__{name[1:]}" if name[0] == "-" else f"{relation}__{name}" for name in ORDER
    ]
