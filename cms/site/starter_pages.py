"""Pages that a public service owes besides its legal ones: editors only have to correct them."""

from cms.authoring import Block, h, note, p, table
from cms.starter_pages import StarterPage
from socle.typography import typography

COOKIES = StarterPage(
    "cookies",
    "Cookies",
    "Un seul cookie, celui de votre session. C’est pourquoi ce site n’a pas de bandeau.",
    [
        h("Le seul cookie de ce site"),
        table(
            "Les cookies de ce site",
            "Nom | À quoi il sert | Quand il est posé | Durée",
            "session | Vous garder connecté, protéger ce que vous envoyez | Quand vous vous "
            "connectez ou remplissez un formulaire | {comptes.session_days} jours au plus",
        ),
        p(
            "Ce cookie est indispensable : sans lui, le site ne saurait pas que c’est toujours "
            "vous. La loi ne demande pas votre accord pour un tel cookie. Il n’est lu que par ce "
            "site, et disparaît quand vous vous déconnectez."
        ),
        h("Ce que votre navigateur garde"),
        p(
            "Quand vous testez une adresse, votre navigateur la garde une heure, pour la reprendre "
            "si vous écrivez à un exploitant ou à une agence. Elle reste sur votre appareil."
        ),
        h("Ce que nous n’utilisons pas"),
        p(
            "- Ni publicité, ni réseau social, ni vidéo qui vous suivrait.\n"
            "- Ni mesure d’audience par une autre entreprise. Nos [statistiques](/stats/) comptent "
            "les pages ouvertes et ce qui se fait sur le site, jamais qui le fait.\n"
            "- Ni police, ni script venus d’un autre site."
        ),
        h("Refuser ou effacer ce cookie"),
        p(
            "Vous pouvez l’effacer dans les réglages de votre navigateur. Vous lisez toujours tout "
            "le site ; il faudra seulement vous reconnecter pour écrire. Vos autres droits sont "
            "dans la page [données personnelles](/donnees-personnelles/)."
        ),
    ],
)

BUDGET = StarterPage(
    "budget",
    "Budget",
    "Ce service est payé par l’argent public. Voici à quoi il sert, et comment nous en rendons "
    "compte.",
    [
        h("Ce que paie le service"),
        table(
            "Les postes de dépense",
            "Poste | Ce qu’il paie",
            "Développement | Les personnes qui conçoivent, écrivent et corrigent le service",
            "Rédaction et relecture | Les guides, les chiffres et leur vérification",
            "Animation | L’accompagnement des copropriétés, des agences et des exploitants",
            "Hébergement et logiciels | Les machines, les courriels, la surveillance",
            "Accessibilité et sécurité | Les audits, et les corrections qui les suivent",
        ),
        h("Les montants"),
        p(
            "Les montants de chaque année sont publiés ici, poste par poste, toutes taxes "
            "comprises, quand le comité d’investissement les a arrêtés. Aucun ne l’est encore."
        ),
        h("Qui décide"),
        p(
            "Un comité d’investissement se réunit tous les six mois. Il lit ce que le service a "
            "permis, et décide de continuer, de changer ou d’arrêter. Ses chiffres sont ceux de la "
            "page [statistiques](/stats/), ouverts à tous."
        ),
        h("Ce que le service ne fait pas"),
        p(
            "Il ne vend rien et ne signe aucun contrat à votre place. Il est gratuit et sans "
            "publicité."
        ),
    ],
)

SOURCE_CODE = StarterPage(
    "code-source",
    "Code source",
    "Ce service est un logiciel libre : chacun peut lire comment il marche, le reprendre et "
    "l’améliorer.",
    [
        h("Ce que vous pouvez faire"),
        p(
            "- **Lire** : comment une adresse est testée, pourquoi un ambassadeur est proposé, ce "
            "qui est envoyé à un exploitant.\n"
            "- **Reprendre** : installer le service pour votre territoire, sous votre nom et "
            "votre logo, sans les marques de l’État.\n"
            "- **Améliorer** : corriger, proposer, signaler."
        ),
        h("La licence"),
        p(
            "Le code est sous licence AGPL, version 3 ou suivante. Si vous l’améliorez et ouvrez "
            "votre version au public, vous publiez vos changements sous la même licence. Les "
            "textes sont sous Licence Ouverte 2.0."
        ),
        h("Obtenir le code"),
        p(
            "Écrivez-nous à l’adresse du bas de page : nous vous donnons l’adresse du dépôt. Il "
            "contient le mode d’emploi pour l’installer, ses règles et ses tests, et un fichier "
            "« publiccode.yml » qui le décrit aux catalogues de logiciels publics."
        ),
        h("Les données"),
        p(
            "Les chiffres du service se téléchargent depuis la page [statistiques](/stats/). Une "
            "[interface pour développeurs](/api/v1/docs) donne les réseaux et teste un point, sans "
            "clé."
        ),
        note(
            "info",
            "une faille de sécurité",
            "Écrivez-nous avant d’en parler en public : l’adresse est dans le fichier "
            "[security.txt](/.well-known/security.txt).",
        ),
    ],
)

PAGES = (COOKIES, BUDGET, SOURCE_CODE)

EASY_SLUG = "facile-a-lire"
EASY_TITLE = "Le chauffage urbain, facile à lire"
EASY_INTRODUCTION = "Ce site parle du chauffage des immeubles."


def _said(kind: str, *texts: str) -> list[Block]:
    return [(kind, typography(text)) for text in texts]


def _points(*texts: str) -> Block:
    return ("points", [typography(text) for text in texts])


EASY_BODY: list[Block] = [
    *_said("heading", "Le chauffage urbain, c’est quoi ?"),
    *_said(
        "sentence",
        "Dans une grande ville, une usine fait de l’eau très chaude.",
        "Des tuyaux sous la rue portent cette eau chaude.",
        "L’eau chaude arrive dans les immeubles.",
        "Elle chauffe les logements.",
        "On appelle cela un réseau de chaleur.",
    ),
    *_said("heading", "Pourquoi c’est bien ?"),
    _points(
        "L’usine brûle souvent du bois ou des déchets.",
        "Cela pollue moins que le gaz ou le fioul.",
        "Il n’y a plus de chaudière dans l’immeuble.",
    ),
    *_said("heading", "À quoi sert ce site ?"),
    *_said("sentence", "Ce site est gratuit.", "Sur ce site, vous pouvez :"),
    _points(
        "savoir si des tuyaux passent près de chez vous,",
        "lire des explications,",
        "poser une question,",
        "parler à des personnes qui se chauffent déjà ainsi.",
    ),
    *_said("heading", "Savoir pour mon immeuble"),
    *_said(
        "sentence",
        "En haut de la page, choisissez « Tester mon adresse ».",
        "Écrivez le nom de votre rue et de votre ville.",
        "Le site vous donne la réponse tout de suite.",
    ),
    *_said("heading", "Demander de l’aide"),
    *_said(
        "sentence",
        "Vous pouvez nous écrire.",
        "En bas de cette page, choisissez « Écrivez-nous ».",
        "Une personne lit votre message et vous répond.",
    ),
]
