"""Organisations and people of the demonstration. All are invented and say so.

Names of organisations hold « démonstration »: nobody may take them for a real one.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group

from cms.starter import EDITORS, EXPERTS, TEAM
from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.numbers import NUMBERS
from communaute.comptes.services import add_member, create_account, create_organisation
from communaute.comptes.trust import TrustSource
from communaute.territoires.models import Commune, Departement

from .cast import LoadReport
from .past import ago

PASSWORD = "demo-chauffage"  # noqa: S105 — printed by the command, refused in production


@dataclass(frozen=True)
class OrganisationData:
    key: str
    kind: str
    name: str
    level: str = ""
    code: str = ""


@dataclass(frozen=True)
class PersonData:
    login: str
    display_name: str
    organisation: str = ""
    role: str = "membre"
    says: str = ""
    joined_days: int = 420

    @property
    def email(self) -> str:
        return f"{self.login}@demo.test"


ORGANISATIONS = (
    OrganisationData("equipe", "equipe", "Équipe nationale ChauffageUrbain (démonstration)"),
    OrganisationData(
        "agence-isere",
        "agence",
        "Agence de l’énergie de démonstration – Isère",
        "departement",
        "38",
    ),
    OrganisationData(
        "agence-cote-d-or",
        "agence",
        "Agence de l’énergie de démonstration – Côte-d’Or",
        "departement",
        "21",
    ),
    OrganisationData(
        "agence-ille-et-vilaine",
        "agence",
        "Agence de l’énergie de démonstration – Ille-et-Vilaine",
        "departement",
        "35",
    ),
    OrganisationData("exploitant-grenoble", "exploitant", "Exploitant de démonstration – Grenoble"),
    OrganisationData("exploitant-dijon", "exploitant", "Exploitant de démonstration – Dijon"),
    OrganisationData(
        "collectivite-grenoble",
        "collectivite",
        "Collectivité de démonstration – Grenoble",
        "commune",
        "38185",
    ),
    OrganisationData("audit", "audit", "Auditeurs de la modération (démonstration)"),
    OrganisationData("syndic-exemple", "syndic", "Cabinet Exemple, syndic (démonstration)"),
)

# The logins of the demonstration, in the order they are printed.
LOGINS = (
    PersonData(
        "coproprietaire", "Gérard M.", says="copropriétaire à Grenoble, il pose des questions"
    ),
    PersonData("ambassadrice", "Monique D.", says="ambassadrice de la Résidence Les Tilleuls"),
    PersonData("agence", "Claire V.", "agence-isere", "responsable", "modère l’Isère"),
    PersonData(
        "exploitant", "Karim B.", "exploitant-grenoble", "responsable", "réseau de Grenoble"
    ),
    PersonData(
        "collectivite", "Sophie L.", "collectivite-grenoble", "responsable", "ville de Grenoble"
    ),
    PersonData(
        "syndic", "Isabelle C.", "syndic-exemple", "responsable", "gère des immeubles à Grenoble"
    ),
    PersonData("editrice", "Hélène R.", says="écrit les guides dans /gestion/"),
    PersonData("equipe", "Camille P.", "equipe", "responsable", "équipe nationale"),
)

MEMBERS = (
    # Beside Claire in her agency, beside Camille in the national team, and who reads the journal.
    PersonData("agence.noe", "Noé F.", "agence-isere"),
    PersonData("equipe.sam", "Sam B.", "equipe"),
    PersonData("auditrice", "Irène P.", "audit"),
    PersonData("agence.dijon", "Julien F.", "agence-cote-d-or", "responsable"),
    PersonData("agence.rennes", "Maëlle G.", "agence-ille-et-vilaine", "responsable"),
    PersonData("exploitant.lea", "Léa T.", "exploitant-grenoble"),
    PersonData("exploitant.dijon", "Aurélie S.", "exploitant-dijon", "responsable"),
    # Ambassadors.
    PersonData("bernard", "Bernard T."),
    PersonData("farida", "Farida K."),
    PersonData("jeanluc", "Jean-Luc P."),
    PersonData("colette", "Colette B."),
    PersonData("thierry", "Thierry G."),
    PersonData("aicha", "Aïcha N."),
    PersonData("patrick", "Patrick V."),
    PersonData("yann", "Yann L."),
    PersonData("nolwenn", "Nolwenn C."),
    PersonData("marc", "Marc H."),
    PersonData("sylvie", "Sylvie R."),
    PersonData("suzanne", "Suzanne A."),
    PersonData("michel", "Michel Q."),
    PersonData("odile", "Odile B.", joined_days=700),
    PersonData("arlette", "Arlette S."),
    # Would like to become one.
    PersonData("josette", "Josette V."),
    # Those who ask, and sometimes answer.
    PersonData("nadia", "Nadia S."),
    PersonData("philippe", "Philippe R."),
    PersonData("josiane", "Josiane L."),
    PersonData("mehdi", "Mehdi A."),
    PersonData("christine", "Christine F."),
    PersonData("alain", "Alain D."),
    PersonData("beatrice", "Béatrice N."),
    PersonData("laurent", "Laurent K."),
    PersonData("elodie", "Élodie P."),
    PersonData("robert", "Robert C."),
    PersonData("fatou", "Fatou D."),
    PersonData("sebastien", "Sébastien J."),
    PersonData("martine", "Martine G."),
    PersonData("olivier", "Olivier T."),
    PersonData("hugo", "Hugo B."),
    PersonData("denise", "Denise W."),
    # Those who think of connecting their building, and a neighbour of theirs.
    PersonData("annemarie", "Anne-Marie B."),
    PersonData("jacques", "Jacques O."),
    PersonData("leila", "Leïla M."),
    PersonData("guy", "Guy F."),
    PersonData("sandrine", "Sandrine P."),
    PersonData("karine", "Karine L."),
    PersonData("dominique", "Dominique A."),
    PersonData("gilles", "Gilles R."),
    PersonData("amandine", "Amandine S."),
    PersonData("youssef", "Youssef B."),
    PersonData("teresa", "Teresa D."),
    PersonData("pierreyves", "Pierre-Yves C."),
    PersonData("huguette", "Huguette M."),
    PersonData("antoine", "Antoine V."),
    PersonData("samira", "Samira H."),
    PersonData("loic", "Loïc G."),
    PersonData("genevieve", "Geneviève D."),
    PersonData("rachid", "Rachid E."),
    PersonData("valerie", "Valérie J."),
    PersonData("emile", "Émile K."),
    PersonData("fabrice", "Fabrice N."),
    PersonData("nathalie", "Nathalie U."),
    PersonData("bruno", "Bruno I."),
    PersonData("veronique", "Véronique T."),
    PersonData("paulette", "Paulette G."),
    # Just arrived: their first texts are read before they are public.
    PersonData("ginette", "Ginette A.", joined_days=1),
    PersonData("leon", "Léon B.", joined_days=1),
)
NEWCOMERS = frozenset({"ginette", "leon"})

PEOPLE = LOGINS + MEMBERS


# Nobody has an address under « .test »: none of these is anybody's on a service that is open.
_KNOWN = frozenset(person.email for person in PEOPLE if person.login not in NEWCOMERS)


def texts_written_before(user: User) -> int:
    """As many approved texts as trust asks for, of which the demonstration shows only some."""
    return NUMBERS.posts_to_be_trusted if user.email in _KNOWN else 0


TRUST = TrustSource(approved_posts=texts_written_before)


def load_organisations(report: LoadReport) -> dict[str, Organisation]:
    """Organisations by key, created when missing."""
    found = Organisation.objects.in_bulk(
        [f"demo-{o.key}" for o in ORGANISATIONS], field_name="slug"
    )
    organisations = {}
    for data in ORGANISATIONS:
        organisation = found.get(f"demo-{data.key}")
        if organisation is None:
            organisation = create_organisation(
                kind=data.kind,
                name=data.name,
                slug=f"demo-{data.key}",
                email=f"contact.{data.key}@demo.test",
                territories=_territories(data),
            )
            report.add("organisation", "organisations")
        organisations[data.key] = organisation
    return organisations


def _territories(data: OrganisationData) -> list[Departement | Commune]:
    if data.level == "departement":
        return [Departement.objects.get(code=data.code)]
    if data.level == "commune":
        return [Commune.objects.get(code=data.code)]
    return []


def load_people(
    report: LoadReport, organisations: dict[str, Organisation], now: datetime
) -> dict[str, User]:
    """People by login (the part of the e-mail before the @), created when missing."""
    emails = [person.email for person in PEOPLE]
    found = {user.email: user for user in User.objects.filter(email__in=emails)}
    known = set(Membership.objects.values_list("user_id", "organisation_id"))
    # One hash for all: the password is the same, and hashing for each would take seconds.
    hashed = next((user.password for user in found.values()), "")
    people = {}
    for person in PEOPLE:
        user = found.get(person.email)
        if user is None:
            user = create_account(
                email=person.email,
                display_name=person.display_name,
                password=None if hashed else PASSWORD,
            )
            hashed = user.password = hashed or user.password
            # Whoever acts in the past was there already.
            user.date_joined = ago(now, person.joined_days)
            user.save(update_fields=["password", "date_joined"])
            report.add("compte", "comptes")
        people[person.login] = user
        if person.organisation:
            organisation = organisations[person.organisation]
            if (user.pk, organisation.pk) not in known:
                add_member(organisation=organisation, user=user, role=person.role)
    # The groups that the starter pages give rights to in `/gestion/`.
    people["editrice"].groups.add(Group.objects.get(name=EDITORS))
    people["agence"].groups.add(Group.objects.get(name=EXPERTS))
    people["equipe"].groups.set(Group.objects.filter(name__in=[EDITORS, TEAM]))
    return people
