"""What the service holds about people: each room says it, model by model, in `personal_data.toml`.

    title = "Questions et réponses"

    [[held]]
    model = "questions.Question"
    title = "Vos questions"
    why = "L’échange entre copropriétés"
    until = "Tant que la discussion existe"
    seen_by = "Tout le monde"
    closing = "label"
    of = ["author"]
    shows = { title = "Titre", created_at = "Écrite le" }

    [[nothing]]
    model = "questions.TagSynonym"
    why = "Des mots du site, choisis par la rédaction."

The page « Mes données », the export and the table of /donnees-personnelles/ read it, and a test
walks all models: one that names people and says nothing here fails. `shape.Held` tells each key.
"""

from .reading import Basis, Closing, Consent, Held, Room, rooms

__all__ = ["Basis", "Closing", "Consent", "Held", "Room", "rooms"]
