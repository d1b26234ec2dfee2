"""What the frame of a new installation says, until somebody changes it."""

NAME = "ChauffageUrbain"
TAGLINE = "Les copropriétés raccordées répondent aux copropriétés qui hésitent"
FOOTER_TEXT = (
    "ChauffageUrbain aide les copropriétés à se raccorder à un réseau de chaleur, avec l’aide de "
    "celles qui l’ont déjà fait. Le service est public, gratuit et sans publicité."
)
MAIN_MENU = (
    ("Tester mon adresse", "/mon-adresse/"),
    ("Réseaux de chaleur", "/reseaux/"),
    ("Ambassadeurs", "/ambassadeurs/"),
    ("Visites et rendez-vous", "/agenda/"),
    ("Questions et réponses", "/communaute/"),
    ("Guides", "/guides/"),
)
# The declaration of accessibility is a duty: it is shown with its status, listed or not.
ACCESSIBILITY = ("Accessibilité", "/accessibilite/")
FOOTER_LINKS = (
    ("Plan du site", "/plan-du-site/"),
    ACCESSIBILITY,
    ("Mentions légales", "/mentions-legales/"),
    ("Données personnelles", "/donnees-personnelles/"),
    ("Cookies", "/cookies/"),
    ("Conditions d’utilisation", "/cgu/"),
    ("Statistiques", "/stats/"),
    ("Modération : nos chiffres", "/moderation/transparence/"),
    ("Budget", "/budget/"),
    ("Code source", "/code-source/"),
    ("Interface pour développeurs", "/api/v1/docs"),
    ("Facile à lire", "/facile-a-lire/"),
)
