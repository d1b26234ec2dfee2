"""Pages of the service that no editor writes: what they are for, to be found by it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from django.conf import settings

from socle.search.enums import Kind
from socle.search.sources import Row, Source


@dataclass(frozen=True, slots=True)
class FixedPage:
    """A page known by its address: lower rooms know upper ones by address only."""

    url: str
    title: str
    text: str
    lead: str = ""

    @property
    def pk(self) -> int:
        return crc32(self.url.encode())


PAGES = (
    FixedPage(
        "/mon-adresse/",
        "Tester mon adresse",
        "Un réseau de chaleur passe-t-il près de votre immeuble ? Donnez votre adresse : la "
        "réponse est immédiate, avec la distance et les personnes à qui parler.",
        "éligibilité, raccordable, près de chez moi",
    ),
    FixedPage(
        "/reseaux/",
        "Réseaux de chaleur",
        "La liste des réseaux de chaleur, par commune, département, nom ou numéro.",
        "carte, liste des réseaux, exploitants",
    ),
    FixedPage(
        "/ambassadeurs/",
        "Ambassadeurs",
        "Les copropriétés déjà raccordées qui répondent aux autres et ouvrent leurs portes.",
        "annuaire, témoignages, retours d’expérience",
    ),
    FixedPage(
        "/ambassadeurs/devenir/",
        "Devenir ambassadeur",
        "Votre copropriété est raccordée ? Répondez à celles qui hésitent, à votre rythme.",
        "témoigner, aider, bénévole, candidature",
    ),
    FixedPage(
        "/agenda/",
        "Visites et rendez-vous",
        "Voyez une sous-station en vrai, chez une copropriété qui ouvre ses portes, ou suivez une "
        "réunion en ligne : les prochaines dates.",
        "visiter, visites d’immeubles raccordés, portes ouvertes, inscription, webinaire, agenda",
    ),
    FixedPage(
        "/communaute/",
        "Questions et réponses",
        "Les questions posées par les copropriétés, et les réponses de celles qui l’ont fait.",
        "forum, communauté, espaces",
    ),
    FixedPage(
        "/communaute/questions/poser/",
        "Poser une question",
        "Posez votre question : une copropriété raccordée, un exploitant ou une agence répond.",
        "demander, aide, forum",
    ),
    FixedPage(
        "/guides/",
        "Guides",
        "Ce qu’il faut savoir à chaque étape, de la première idée au premier hiver.",
        "mode d’emploi, étapes du projet",
    ),
    FixedPage(
        "/mentions-legales/",
        "Nous écrire",
        "Une question sur le service ? Écrivez à {contact} : une personne vous répond.",
        "contact, contacter, joindre, téléphone, adresse électronique, équipe",
    ),
    FixedPage(
        "/comptes/connexion/",
        "Se connecter",
        "Entrez dans votre compte avec un code reçu par courriel, un mot de passe ou une clé.",
        "connexion, identifiant, mot de passe oublié, mon compte",
    ),
    FixedPage(
        "/comptes/inscription/",
        "Créer un compte",
        "Un compte permet de poser une question, de répondre et d’écrire à un ambassadeur.",
        "inscription, s’inscrire",
    ),
    FixedPage(
        "/mon-compte/notifications/",
        "Mes notifications",
        "Ce que le service vous a dit, et ce que vous recevez par courriel.",
        "courriels, alertes, se désabonner, ne plus recevoir de mails",
    ),
    FixedPage(
        "/mon-compte/donnees/",
        "Mes données",
        "Tout ce que le service sait de vous, et comment en recevoir une copie.",
        "exporter, RGPD, vie privée",
    ),
    FixedPage(
        "/mon-compte/fermer/",
        "Fermer mon compte",
        "Ce que devient ce que vous avez écrit, et comment partir.",
        "supprimer mon compte, effacer, désinscription, quitter",
    ),
    FixedPage(
        "/moderation/transparence/",
        "Modération : nos chiffres",
        "Combien de signalements, de décisions et de recours, et en combien de temps.",
        "modération, signaler un message, signalement, abus, contester une décision, transparence",
    ),
    FixedPage(
        "/regles/",
        "Les versions de nos règles",
        "Chaque version des conditions d’utilisation et de la charte, avec sa date et ce qui a "
        "changé.",
        "anciennes conditions, CGU, historique des règles",
    ),
    FixedPage(
        "/stats/",
        "Statistiques",
        "Ce que le service a permis : adresses testées, échanges, raccordements.",
        "chiffres, impact, données ouvertes",
    ),
    FixedPage(
        "/chiffres/",
        "Les chiffres que nous citons, et leurs sources",
        "Prix, aides, CO2, obligations : chaque chiffre cité, avec sa source, son année et le jour "
        "où il a été relu.",
        "chiffres, sources, références, registre des chiffres",
    ),
    FixedPage(
        "/api/v1/",
        "Interface pour développeurs",
        "Les adresses pour les logiciels : éligibilité d’un point, réseaux.",
        "API, open data, programmation",
    ),
    FixedPage(
        "/plan-du-site/",
        "Plan du site",
        "Toutes les pages du service.",
        "sommaire",
    ),
)


def _row(page: FixedPage) -> Row:
    text = page.text.format(contact=settings.CONTACT_EMAIL)
    return Row(pk=page.pk, title=page.title, url=page.url, lead=page.lead, text=text)


def rows(pks: Sequence[int]) -> Iterable[Row]:
    wanted = set(pks)
    return [_row(page) for page in PAGES if page.pk in wanted]


SOURCE = Source(
    key="fixed",
    number=1,
    kind=Kind.PAGE,
    rows=rows,
    pks=lambda: sorted(page.pk for page in PAGES),
    is_from_code=True,
)
