"""Text of the pages a State site owes from its first day. Written once, then editors' own.

`{coproprietes.proof_days}` in a text is a number of a room (`numbers.py`), as it is on the day the
page is written. What people keep by hand, and the law's own delays, are typed.
"""

from dataclasses import dataclass, field
from typing import Any

from wagtail.rich_text import RichText

from socle.numbers import filled

from . import rules
from .authoring import Block, h, note, p


@dataclass(frozen=True)
class StarterPage:
    slug: str
    title: str
    introduction: str
    body: list[Block] = field(default_factory=list)

    def written(self) -> list[Block]:
        """The body with the numbers of the day. Raises LookupError, AttributeError for others."""
        return [(kind, _filled(value)) for kind, value in self.body]


def _filled(value: Any) -> Any:
    if isinstance(value, str):
        return filled(value)
    if isinstance(value, RichText):
        return RichText(_filled(value.source))
    if isinstance(value, dict):
        return {key: _filled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one) for one in value]
    return value


LEGAL = StarterPage(
    "mentions-legales",
    "Mentions légales",
    "Qui publie ce site, qui l’héberge, et ce que vous pouvez en réutiliser.",
    [
        h("Éditeur et hébergeur"),
        ("identity", None),
        h("Origine du service"),
        p(
            "ChauffageUrbain aide les copropriétés à se raccorder à un réseau de chaleur. Il est "
            "né d’une convention signée en 2020 entre l’ADEME, la direction régionale de "
            "l’énergie d’Île-de-France et la direction interministérielle du numérique."
        ),
        h("Réutiliser les textes et les chiffres"),
        p(
            "Les textes de ce site sont sous Licence Ouverte 2.0, sauf mention contraire : vous "
            "pouvez les reprendre en citant la source et la date. Les messages des membres "
            "restent les leurs (voir les [conditions d’utilisation](/cgu/)).\n\n"
            "Les tracés et les chiffres des réseaux viennent de données publiques. Chaque chiffre "
            "porte son unité, son année et sa source."
        ),
        h("Code source"),
        p(
            "Le code de ce site est libre, sous licence AGPL version 3 ou suivante. Chacun peut "
            "le lire, le réutiliser et l’améliorer."
        ),
        h("Limites des informations données"),
        p(
            "Le test d’adresse mesure une distance en ligne droite jusqu’à un tracé connu. Il est "
            "indicatif : seule l’étude de l’exploitant dit si un raccordement est possible. Les "
            "guides expliquent les règles ; ils ne remplacent ni un conseil juridique, ni le "
            "texte de loi."
        ),
        h("Signaler un problème de sécurité"),
        p(
            "Vous avez trouvé une faille ? Écrivez-nous avant d’en parler en public. L’adresse à "
            "utiliser est dans le fichier [security.txt](/.well-known/security.txt)."
        ),
    ],
)

PERSONAL_DATA = StarterPage(
    "donnees-personnelles",
    "Données personnelles",
    "Ce que nous savons de vous, pourquoi, combien de temps, et comment le faire effacer.",
    [
        h("L’essentiel"),
        p(
            "- Vous pouvez lire tout le site et tester une adresse **sans compte**.\n"
            "- L’adresse que vous testez **n’est pas conservée**. Sa position reste dix minutes "
            "au plus en mémoire, sans lien avec vous, puis disparaît.\n"
            "- Votre navigateur garde une heure l’adresse testée, pour la reprendre si vous "
            "écrivez à un exploitant ou à une agence, et son point, pour la carte du résultat. "
            "Nous ne les gardons pas.\n"
            "- Le seul autre cookie est celui de votre session, une fois connecté. Il n’y a ni "
            "publicité, ni mesure d’audience par un tiers : c’est pourquoi il n’y a pas de "
            "bandeau.\n"
            "- Vos données ne sont ni vendues, ni transmises à une entreprise sans votre accord."
        ),
        h("Qui est responsable"),
        ("identity", None),
        h("Pourquoi nous traitons ces données"),
        p(
            "Le service remplit une **mission d’intérêt public** : informer les copropriétés sur "
            "les réseaux de chaleur et les aider à échanger (règlement général sur la protection "
            "des données, article 6.1.e). Deux cas sont à part : la transmission de votre demande "
            "à un exploitant repose sur votre **accord**, donné à part ; la conservation des "
            "données de connexion répond à une **obligation légale**."
        ),
        h("Ce que nous gardons, et combien de temps"),
        ("processings", None),
        p(
            "Ces durées nous engagent. Un programme efface, quelques minutes après leur terme : le "
            "justificatif d’un mandat, {coproprietes.proof_days} jours après la décision ; le "
            "document joint à un chiffre, {coproprietes.figure_proof_days} jours après sa "
            "vérification ; l’adresse d’une personne invitée, {coproprietes.invitation_days} "
            "jours après une invitation sans réponse ; le lieu de rendez-vous d’une visite, "
            "{visites.erase_days} jours après elle ; les messages d’une demande, "
            "{demandes.kept_months} mois après le dernier échange ; les noms dans un "
            "dossier de modération, {moderation.file_months} mois après sa clôture ; les données "
            "de connexion, {comptes.connection_days} jours après la publication. Un compte sans "
            "connexion est fermé après {comptes.idle_months} mois, et vous êtes prévenu deux "
            "fois. Un code de connexion ne vaut plus rien après {comptes.code_minutes} minutes ; "
            "une session s’arrête après {comptes.session_days} jours.\n\n"
            "Vous fermez votre compte vous-même dans « Mon compte », « Mes données » : la page dit "
            "ce qui est effacé, ce qui reste sans votre nom, et pourquoi. Vous avez "
            "{donnees.closing_days} jours pour changer d’avis."
        ),
        h("Qui voit quoi"),
        p(
            "- **Tout le monde** voit votre nom affiché, vos messages publics et les faits que "
            "vous donnez sur votre immeuble. Jamais votre adresse électronique.\n"
            "- **L’agence locale de l’énergie** modère les échanges de son territoire. Elle voit "
            "les messages signalés.\n"
            "- **L’auteur d’un message signalé** ne sait jamais qui l’a signalé.\n"
            "- **L’exploitant d’un réseau** ne voit que ce qui est public, et ce que vous décidez "
            "de lui envoyer.\n"
            "- **L’équipe nationale** voit ce qui est nécessaire pour faire fonctionner le "
            "service."
        ),
        h("Ce que nous envoyons à d’autres services"),
        p(
            "Pour situer une adresse, notre serveur interroge la Géoplateforme de l’IGN, un "
            "service de l’État. Il lui envoie le texte de l’adresse, rien de plus : ni votre nom, "
            "ni l’adresse de votre appareil. Votre navigateur, lui, ne parle qu’à notre site."
        ),
        h("Vos droits"),
        p(
            "« Mes données », dans votre compte, montre tout ce que nous savons de vous, et vous "
            "en donne une copie. Vous pouvez demander à les corriger, à les effacer, à limiter "
            "leur usage ou à vous y opposer. Écrivez-nous : nous répondons en un mois au plus. "
            "Pour être sûrs que c’est bien vous, nous répondons à l’adresse de votre compte.\n\n"
            "Si la réponse ne vous convient pas, vous pouvez saisir la "
            "[CNIL](https://www.cnil.fr/fr/plaintes)."
        ),
        note(
            "info",
            "après la suppression de votre compte",
            "Vos réponses restent en ligne, sauf si vous avez choisi de les effacer. À la place de "
            "votre nom : « Ancien membre 1 », « Ancien membre 2 », selon l’ordre des départs de "
            "chaque discussion, pour que rien ne relie deux discussions. Les données de "
            "connexion restent {comptes.connection_days} jours après, car la loi l’impose.",
        ),
    ],
)

TERMS = StarterPage(
    "cgu",
    "Conditions d’utilisation",
    "Les règles du service, en mots simples. Une décision de modération cite toujours la règle "
    "appliquée, avec son numéro.",
    [
        h("1. Ce que fait le service"),
        p(
            "ChauffageUrbain informe les copropriétés sur les réseaux de chaleur. Il permet de "
            "tester une adresse, de lire des guides et d’échanger avec des copropriétés déjà "
            "raccordées. Il est public et gratuit. Il ne vend rien et ne signe aucun contrat à "
            "votre place."
        ),
        h("2. Votre compte"),
        p(
            "**2.1** Lire le site ne demande pas de compte. Il en faut un pour écrire.\n\n"
            "**2.2** Un compte est personnel. Choisissez un nom affiché qui ne dit pas votre nom "
            "de famille.\n\n"
            "**2.3** Vous pouvez fermer votre compte quand vous le souhaitez, dans « Mon compte », "
            "« Mes données ».\n\n"
            "**2.4** Les comptes sont réservés aux personnes de 15 ans et plus."
        ),
        h("3. Ce que l’on peut écrire"),
        p("Ces règles s’appliquent aux questions, aux réponses et aux récits des copropriétés."),
        ("rules", None),
        h("4. Comment nous modérons"),
        p(
            "**4.1** Toute personne peut signaler un contenu, avec ou sans compte.\n\n"
            "**4.2** Une personne décide, jamais une machine seule. C’est un conseiller de "
            "l’agence locale de l’énergie du territoire, ou l’équipe nationale. Un exploitant ne "
            "modère jamais.\n\n"
            "**4.3** Si un contenu est masqué, son auteur reçoit aussitôt les motifs : le texte "
            "visé, les faits, la règle ou la loi appliquée, et comment contester.\n\n"
            "**4.4** La personne qui a signalé est informée de la suite donnée, si elle a laissé "
            "une adresse. Son identité n’est jamais donnée à l’auteur.\n\n"
            "**4.5** En cas de signalements répétés et sans fondement, ou de messages interdits "
            "répétés, nous prévenons la personne avant toute suspension."
        ),
        h("5. Contester une décision"),
        p(
            "**5.1** Vous avez **six mois** après la décision pour la contester, gratuitement, "
            "depuis la page de la décision ou par courriel.\n\n"
            "**5.2** Le recours est examiné par une autre personne que celle qui a décidé. Vous "
            "recevez une réponse écrite.\n\n"
            "**5.3** Vous pouvez aussi vous adresser à la justice, au Défenseur des droits ou, "
            "pour vos données personnelles, à la CNIL."
        ),
        h("6. Les ambassadeurs"),
        p(
            "**6.1** Une copropriété ambassadrice est raccordée à un réseau et vérifiée par "
            "l’agence locale ou l’équipe nationale. L’exploitant du réseau peut être consulté ; "
            "il ne décide jamais.\n\n"
            "**6.2** Ses chiffres sont les siens. Ils ne promettent rien pour votre immeuble.\n\n"
            "**6.3** Un ambassadeur est bénévole. Il peut faire une pause ou arrêter quand il "
            "veut."
        ),
        h("7. Vos textes"),
        p(
            "**7.1** Vous gardez vos droits sur ce que vous écrivez. En publiant, vous permettez "
            "au service de l’afficher et à chacun de le citer en nommant ChauffageUrbain.\n\n"
            "**7.2** Ne publiez que ce que vous avez le droit de publier."
        ),
        h("8. Ce que nous ne pouvons pas garantir"),
        p(
            "**8.1** Les messages des membres expriment leur expérience. Vérifiez avant de "
            "décider en assemblée générale.\n\n"
            "**8.2** Le service peut être interrompu pour une mise à jour ou une panne. Nous "
            "faisons au mieux pour que cela soit rare et court."
        ),
        h("9. Quand ces conditions changent"),
        p(
            "Chaque version porte un numéro et une date ; [toutes restent lisibles](/regles/). Une "
            "décision de modération cite la version en vigueur le jour où le texte a été écrit.\n\n"
            "Quand vos droits ou les règles changent, nous vous demandons votre accord à la "
            "connexion suivante. Vous pouvez refuser : vous lisez toujours tout, vous recevez une "
            "copie de vos données, mais vous n’écrivez plus."
        ),
    ],
)

CHARTER = StarterPage(
    "charte",
    "Charte de la communauté",
    "Comment bien demander et bien répondre, en cinq habitudes. Elles rendent les échanges utiles "
    "à ceux qui les liront dans un an.",
    [
        h("Nos habitudes"),
        ("rules", None),
        h("Ce qui est interdit"),
        p(
            "Les interdictions sont dans les [conditions d’utilisation](/cgu/), avec leur numéro. "
            "Une décision de modération cite toujours la règle appliquée."
        ),
        h("Si un texte vous gêne"),
        p(
            "Le lien « Signaler » est sous chaque texte. Une personne lit chaque signalement ; "
            "l’auteur ne saura jamais que c’est vous. Nos chiffres sont publics : "
            "[la modération en chiffres](/moderation/transparence/)."
        ),
    ],
)

STANDARD_PAGES = [LEGAL, PERSONAL_DATA]
# By the word that citations begin with: their numbered rules are in `rules.py`.
RULES_PAGES = {rules.TERMS: TERMS, rules.CHARTER: CHARTER}
