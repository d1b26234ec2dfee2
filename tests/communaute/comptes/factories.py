"""Accounts and organisations for tests.

    UserFactory()                                 a member, e-mail confirmed, no password
    UserFactory(password="…")                     with a password
    UserFactory(agence=True)                      works for an agency of Isère (38)
    UserFactory(agence_ailleurs=True)             works for an agency of Loire-Atlantique (44)
    UserFactory(exploitant=True | collectivite=True | syndic=True | equipe=True | editeur=True)
    UserFactory(auditeur=True | signaleur=True | autorite=True)
    UserFactory(intendance=True)                  keeps organisations and networks in /gestion/
    OrganisationFactory(kind="agence", covers=["38", "69123", epci])

`covers` takes territories or their codes: a département ("38"), a commune ("38185"), an EPCI
("200040715"); a région is given as an object.
"""

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from cms.starter import TEAM, create_team_group
from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.services import set_coverage
from communaute.territoires.models import Commune, Departement, Epci

ISERE = "38"
ELSEWHERE = "44"


def territory(value):
    """A territory from its code, told apart by the length of the code."""
    if not isinstance(value, str):
        return value
    model = {2: Departement, 3: Departement, 5: Commune, 9: Epci}[len(value)]
    return model.objects.get(pk=value)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    kind = OrganisationKind.AGENCE
    name = factory.Sequence(lambda n: f"Organisation {n:05}")
    slug = factory.Sequence(lambda n: f"organisation-{n:05}")
    email = factory.LazyAttribute(lambda o: f"contact@{o.slug}.test")

    @factory.post_generation
    def covers(self, create, extracted, **kwargs):
        if create and extracted:
            set_coverage(organisation=self, territories=[territory(value) for value in extracted])


def _works_for(kind, **organisation):
    return factory.RelatedFactory(
        "tests.communaute.comptes.factories.MembershipFactory",
        factory_related_name="user",
        organisation__kind=kind,
        **{f"organisation__{name}": value for name, value in organisation.items()},
    )


def _join_editors(user, create, extracted, **kwargs):
    user.groups.add(Group.objects.get_or_create(name="Éditeurs")[0])


def _keep_the_back_office(user, create, extracted, **kwargs):
    create_team_group()
    user.groups.add(Group.objects.get(name=TEAM))


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        agence = factory.Trait(work=_works_for(OrganisationKind.AGENCE, covers=[ISERE]))
        agence_ailleurs = factory.Trait(
            work=_works_for(OrganisationKind.AGENCE, covers=[ELSEWHERE])
        )
        exploitant = factory.Trait(work=_works_for(OrganisationKind.EXPLOITANT))
        collectivite = factory.Trait(work=_works_for(OrganisationKind.COLLECTIVITE, covers=[ISERE]))
        syndic = factory.Trait(work=_works_for(OrganisationKind.SYNDIC))
        equipe = factory.Trait(work=_works_for(OrganisationKind.EQUIPE))
        auditeur = factory.Trait(work=_works_for(OrganisationKind.AUDIT))
        signaleur = factory.Trait(work=_works_for(OrganisationKind.SIGNALEUR))
        autorite = factory.Trait(work=_works_for(OrganisationKind.AUTORITE))
        editeur = factory.Trait(joined=factory.PostGeneration(_join_editors))
        intendance = factory.Trait(keeps=factory.PostGeneration(_keep_the_back_office))

    email = factory.Sequence(lambda n: f"personne{n:05}@exemple.test")
    display_name = factory.Sequence(lambda n: f"Personne {n:05}")
    password = factory.django.Password(None)

    @factory.post_generation
    def confirmed_email(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = MembershipRole.MEMBRE


def kind_beside(person: User | None) -> str:
    """Of another organisation that this person may work for: an operator for who works for one,
    an agency for all others."""
    works = person is not None and person.organisations.filter(kind="exploitant").exists()
    return "exploitant" if works else "agence"
