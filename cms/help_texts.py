"""Help shown to editors beside the fields (HTML, trusted: written here)."""

from django.urls import reverse
from django.utils.functional import lazy

from socle.facts_registry.selectors import all_facts

IDENTITY = (
    "<p>Ces informations s’affichent dans les mentions légales et la déclaration "
    "d’accessibilité. Un champ vide n’est pas montré au public : <strong>à compléter avant "
    "l’ouverture du service</strong>.</p>"
)

HOME = (
    "<p>Le titre et la phrase d’introduction ouvrent la page. En dessous, ajoutez, déplacez, "
    "retirez ou renommez ses parties. Ce qu’elles montrent (ambassadeurs, questions, guides, "
    "chiffres) se met à jour tout seul.</p>"
)

BESIDE = (
    "<p>Le service choisit des questions et des copropriétés d’après les thèmes du guide, et "
    "d’après ce que la recherche trouve. Vous pouvez en montrer d’abord, ou en écarter. Ce qui "
    "n’est plus visible de tous n’est plus montré, et se voit ici : retirez-le.</p>"
    "<p>Cela vaut dans les deux sens : le guide est proposé d’abord à côté de cette question, et à "
    "qui écrit à cette copropriété. Si vous les écartez, il ne l’est jamais.</p>"
)
SHOWN_FIRST = "Questions et copropriétés ambassadrices, dans l’ordre voulu."
LEFT_OUT = "Questions et copropriétés que ce guide ne montre jamais."
SPEAKER = "Le lien disparaît de lui-même si elle n’est plus ambassadrice."


def _guide() -> str:
    figures = "".join(
        f"<li><code>[fait:{item.key}]</code> : {item.label}, {item.figure}</li>"
        for item in all_facts()
    )
    return (
        "<p>Un guide répond à une question d’un conseil syndical, à une étape de son projet.</p>"
        "<ul><li>Des phrases courtes, 20 mots au plus. Expliquez chaque mot technique.</li>"
        "<li>« L’essentiel » est lu en premier : la réponse, pas l’annonce de la réponse.</li>"
        "<li>Un titre de partie toutes les trois ou quatre phrases.</li>"
        "<li>Un chiffre ne se tape jamais. Dans un texte : tapez « / », puis « Citer un chiffre ». "
        "Dans une étape ou un tableau : son code, ci-dessous. Ou le bloc « Chiffres sourcés ».</li>"
        "<li>Ce qui est incertain se dit : encadré « À vérifier ».</li></ul>"
        f'<p><a href="{reverse("figures_admin:index")}" target="_blank" rel="noopener">Chercher un '
        "chiffre à citer (nouvel onglet)</a></p>"
        f"<details><summary>Les chiffres à citer</summary><ul>{figures}</ul></details>"
    )


# Written when it is shown: French dates need the applications to be ready.
GUIDE = lazy(_guide, str)()

SOURCES = (
    "<p>Les sources des chiffres cités s’ajoutent toutes seules. Ajoutez ici les autres "
    "documents sur lesquels le guide s’appuie.</p>"
)

STANDARD = (
    "<p>Pages légales : changez la date « à jour au » quand le sens change, et prévenez les "
    "membres si leurs droits changent.</p>"
)

RULES = (
    "<p>Les décisions de modération citent ces règles par leur numéro. À chaque publication d’un "
    "texte différent, une <strong>nouvelle version</strong> est gardée, avec sa date ; les "
    "anciennes restent lisibles. Un texte est jugé selon la version du jour où il a été "
    "écrit.</p>"
)

ACCESSIBILITY = (
    "<p>L’état (non, partiellement ou totalement conforme) est <strong>calculé</strong> : sans "
    "audit complet et valable, le service est « non conforme ». Un audit vaut trois ans, ou "
    "dix-huit mois après une nouvelle version du RGAA : dans ce cas, effacez le taux.</p>"
)


BRAND = (
    "<p>Le nom est en haut de chaque page, dans le titre des onglets et dans les courriels. Les "
    "marques de l’État (« République Française ») sont réservées aux sites de l’État.</p>"
)

MENUS = (
    "<p>Glissez les entrées pour les ranger. Une entrée qui mène à une page du site disparaît du "
    "menu dès que la page n’est plus publique, et revient avec elle. La déclaration "
    "d’accessibilité est toujours en bas des pages, avec son résultat : c’est la loi.</p>"
)

BANNER = (
    "<p>Le bandeau est en haut de toutes les pages, du premier au dernier instant indiqué. Un seul "
    "est montré à la fois : le plus grave, puis le plus récent. Personne ne peut le fermer : "
    "écrivez court, et donnez-lui une fin.</p>"
)

MAINTENANCE = (
    "<p>Pendant ce temps, toutes les pages montrent la page d’attente, même à qui se connecte. "
    "Seules la gestion et la connexion restent ouvertes : gardez l’adresse /gestion/ pour revenir "
    "ici. Un bandeau l’annonce avant, sur toutes les pages, sauf si un autre, plus grave, ou aussi "
    "grave et plus récent, est montré.</p>"
)

PROMOTION = (
    "<p>La recommandation est en haut des résultats, avec la mention « Recommandé par la "
    "rédaction », quand la recherche contient tous les mots d’une des expressions.</p>"
)

EASY = (
    "<p>Une idée par phrase, 15 mots au plus. Des mots de tous les jours, pas de sigle. Une image "
    "à côté d’une phrase aide à comprendre. La mention FALC n’apparaît que si des personnes "
    "concernées ont relu le texte : dites qui.</p>"
)
