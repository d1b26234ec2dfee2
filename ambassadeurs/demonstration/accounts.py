"""Loads the organisations and the people of the demonstration."""

from datetime import datetime

from django.contrib.auth.models import Group

from cms.starter import EDITORS, EXPERTS, TEAM
from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.services import add_member, create_account, create_organisation
from communaute.territoires.models import Commune, Departement

from .cast import Report
from .past import ago
from .people import ORGANISATIONS, PASSWORD, PEOPLE, OrganisationData


def load_organisations(report: Report) -> dict[str, Organisation]:
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
    report: Report, organisations: dict[str, Organisation], now: datetime
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
