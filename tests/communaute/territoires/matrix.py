"""Who may read which page of this room."""

ROLES = (
    "anonymous",
    "membre",
    "ambassadeur",
    "agence",
    "agence_ailleurs",
    "exploitant",
    "collectivite",
    "editeur",
    "equipe",
)

MATRIX = {
    "territoires:communes": {
        "url": lambda: "/territoires/communes/?q=grenoble",
        **dict.fromkeys(ROLES, 200),
    },
}
