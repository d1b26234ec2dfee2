"""What the service holds of people: no model is forgotten, and each tells the truth of itself."""

import re
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone

from ambassadeurs.coproprietes.models import Figure
from ambassadeurs.demandes.enums import Purpose
from ambassadeurs.demandes.models import Demande, Message
from communaute.comptes.personal_data_registry import Closing, find, lines_of, rooms, rows_of, shown
from tests.communaute.comptes.factories import UserFactory

NAMING = re.compile(r"(^|_)(e?mail|phone|telephone|ip|name|address)(_|$)")
HELD = [one for room in rooms() for one in room.held]
NOTHING = {model: why for room in rooms() for model, why in room.nothing.items()}


def accounts_of(model):
    """Fields of a model that name an account."""
    user = get_user_model()
    many = model._meta.local_many_to_many
    if model._meta.auto_created:
        return set()
    return {
        field.name for field in [*model._meta.local_fields, *many] if field.related_model is user
    }


def names_people(model):
    """Whether a model may hold somebody’s name, address, or account."""
    words = {
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField | models.GenericIPAddressField)
        and NAMING.search(field.name)
    }
    return bool(words or accounts_of(model))


def forgotten(found):
    told = {one.model for one in HELD} | NOTHING.keys()
    return sorted(
        model._meta.label
        for model in found
        if names_people(model) and model._meta.label not in told
    )


def test_no_model_that_names_people_is_forgotten():
    assert forgotten(apps.get_models()) == []


def test_a_model_that_says_nothing_is_seen(monkeypatch):
    monkeypatch.setattr(f"{__name__}.HELD", [])
    assert "questions.Question" in forgotten(apps.get_models())
    assert "demandes.Block" in forgotten(apps.get_models())


def test_every_account_that_a_model_names_is_its_owner_or_told_why_not():
    found = {}
    for one in HELD:
        told = {path.split("__")[0] for path in one.of} | one.others.keys()
        if left := accounts_of(one.model_class) - told:
            found[one.model] = left
    assert found == {}


def test_what_holds_nothing_names_no_account():
    wrong = {
        name
        for name in NOTHING
        if accounts_of(apps.get_model(name)) - {"members"} or len(NOTHING[name]) < 10
    }
    assert wrong == set()


def test_each_is_told_once_and_says_what_closing_does():
    keys = [one.model for one in HELD]
    assert len(keys) == len(set(keys))
    for one in HELD:
        assert one.closing in Closing
        assert not (one.closing == Closing.OTHERS and (one.of or one.by_email)), one.model
        for words in (one.title, one.why, one.until, one.seen_by):
            assert words, one.model
            assert "{" not in words, one.model
        # What the page lists is seen by who opens it.
        assert not (one.shows and one.seen_by == "Personne"), one.model


@pytest.mark.parametrize(
    ("model", "readers"),
    [
        # On the page of an account, and in the desk of an organisation that it helps.
        *[
            (model, "équipe nationale")
            for model in (
                *("comptes.User", "account.EmailAddress"),
                *("comptes.Membership", "demandes.Demande"),
            )
        ],
        ("comptes.User", "responsables de votre organisation"),
        ("account.EmailAddress", "responsables de votre organisation"),
    ],
)
def test_who_reads_is_said(model, readers):
    said = next(one.seen_by for one in HELD if one.model == model)
    assert readers in said
    assert "vous seul" not in said.lower()


@pytest.mark.parametrize("model", ["coproprietes.CoproprieteMember", "assemblees.Assemblee"])
def test_who_follows_a_building_is_said_as_it_is_for_members_and_for_their_syndic(model):
    """Each has a line of their own for one building: neither reads that of the other."""
    said = next(one.seen_by for one in HELD if one.model == model)
    assert said.startswith("Les personnes qui suivent la même copropriété avec vous")


def missing(model, path):
    """Whether a path of fields leads nowhere; its last word may be a property."""
    for name in path.split("__"):
        try:
            field = model._meta.get_field("id" if name == "pk" else name)
        except FieldDoesNotExist:
            return not hasattr(model, name)
        model = field.related_model or model
    return False


@pytest.mark.django_db
def test_rows_can_be_read():
    """Paths, fields and files exist: nothing is read only on the day when somebody asks."""
    person = UserFactory.build(pk=0)
    wrong = []
    for one in HELD:
        paths = (*one.shows, *one.files, *one.redact)
        wrong += [(one.model, path) for path in paths if missing(one.model_class, path)]
        if not (one.of or one.by_email):
            continue
        rows = rows_of(one, person)
        if one.consent:
            rows = rows.filter(**{f"{one.consent.when}__isnull": False})
        assert list(rows) == []
        assert find(one.key) == one
    assert wrong == []


@pytest.mark.parametrize(
    ("value", "said"),
    [("1150.00", "1150"), ("116.40", "116,4"), ("0.00", "0"), ("-2.50", "-2,5")],
)
def test_numbers_are_written_as_in_french(value, said):
    assert shown(Figure(value=Decimal(value)), "value") == said


def test_lines_leave_out_what_another_person_wrote():
    one = find("demandes-message")
    person = UserFactory.build(pk=1)
    demande = Demande(purpose=Purpose.values[0], created_at=timezone.now())
    mine = Message(demande=demande, author_id=1, body="Le mien", from_requester=True)
    theirs = Message(demande=demande, author_id=2, body="Le leur", from_requester=False)
    first, second = lines_of(one, [mine, theirs], person)
    assert (first["Texte"], first["De qui"]) == ("Le mien", "vous")
    assert second["De qui"] == "la personne qui répond"
    assert "Le leur" not in str(second)


WORDS = (models.TextField, models.JSONField, models.EmailField, models.FileField)
LONG = 100
# Texts that no page of one's data shows, and why, of models that it does show.
NOT_SHOWN = {
    # What shows another way: the text that it was made from, or a property of the row.
    "questions.Question": "body_html",
    "questions.Answer": "body_html",
    "questions.Comment": "body_html",
    "questions.Summary": "body_html signed",
    "demandes.Demande": "desk_comment sent sent_text",
    "coproprietes.Ambassadeur": "claimed_facts",
    "facts.FigureVersion": "values",
    # Of the building, told by all its members.
    "assemblees.Dossier": "numbers frozen",
    "facts.Figure": "label measure perimeter source_name source_url",
    "moderation.StatementOfReasons": "plain signatory content_url",
    "wagtailcore.Page": "draft_title path search_description seo_title slug url_path",
    "wagtailcore.Revision": "content object_id",
    "wagtaildocs.Document": "file",
    "wagtailimages.Image": "description file",
    # What the machine goes by, that names nobody.
    "comptes.OpenSession": "session_data",
    # `about`: numbers of rows, without a word.
    "notifications.Notification": "about key thread url",
    "notifications.Mail": "context error key message_id thread url",
    "notifications.Received": "message_id",
    "wagtailcore.Comment": "contentpath position",
    "wagtailcore.ModelLogEntry": "data object_id",
    "wagtailcore.PageLogEntry": "data",
    "wagtailcore.WorkflowState": "object_id",
    "wagtailusers.UserProfile": "avatar dismissibles",
    "wagtailadmin.EditingSession": "object_id",
    "wagtailadmin.FormState": "data object_id parent_object_id",
    "events.Registration": "told_online_url told_place",
    "donnees.Export": "file",
    "demandes.DeskAct": "changed keys",
    # Secrets of the account.
    "comptes.User": "password first_name last_name",
    "mfa.Authenticator": "data",
    "socialaccount.SocialAccount": "extra_data uid",
    "sso.AccessRequest": "uid",
    # What is written about somebody else, by who decides at work.
    "moderation.Case": "snapshot passed_why",
    "moderation.Decision": "detail note",
    "moderation.Proposal": "facts note rule why",
    "moderation.ModerationLog": "detail",
    "guichets.AccountAct": "actor_name",
    "questions.Asked": "of why",
    # What moderators or desks note for themselves, and what the person reads on its page.
    "prescreening.Review": "reasons",
    "demandes.StatusEvent": "note",
    "coproprietes.Figure": "proof_kind verified_for",
}


def texts_left(one, not_shown):
    """Fields of words of a model that its list of one's data does not show."""
    told = {path.split("__")[0] for path in (*one.shows, *one.of, *one.by_email, *one.files)}
    told |= {*one.others, *one.redact, "caution", *not_shown}
    return {
        field.name
        for field in one.model_class._meta.local_fields
        if field.name not in told
        and (
            isinstance(field, WORDS)
            or (
                isinstance(field, models.CharField)
                and not field.choices
                and (NAMING.search(field.name) or (field.max_length or 0) >= LONG)
            )
        )
    }


def test_no_text_of_a_model_is_forgotten():
    """A new field of words is shown to its person, or said here not to be."""
    left = {
        one.model: texts
        for one in HELD
        if (one.of or one.by_email)
        and (texts := texts_left(one, NOT_SHOWN.get(one.model, "").split()))
    }
    assert left == {}


def test_what_is_said_not_to_be_shown_is_not_and_exists():
    by_model = {one.model: texts_left(one, ()) for one in HELD}
    wrong = {
        model: set(names.split()) - by_model.get(model, set())
        for model, names in NOT_SHOWN.items()
        if set(names.split()) - by_model.get(model, set())
    }
    assert wrong == {}
