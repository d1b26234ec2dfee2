"""Who was erased stays erased when an old backup is given back."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import call_command

from communaute.comptes.closing import Erasure, close_account, erasures
from communaute.comptes.enums import MembershipRole
from communaute.comptes.errors import ErasureNotWritten
from communaute.comptes.models import User
from communaute.donnees.account_closing import finish, leave
from communaute.donnees.enums import Texts
from communaute.donnees.management.commands.erase_again import erase_again
from communaute.donnees.numbers import NUMBERS
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 28, 21, 45, 3, tzinfo=UTC)


def brought_back(number: int, **more) -> User:
    """As a backup of before gives it back: the same number, the same day of arrival."""
    return UserFactory(pk=number, date_joined=NOW - timedelta(days=90), **more)


def test_the_list_says_the_number_and_the_moment_and_nothing_else(settings):
    person = UserFactory(display_name="Monique D.", email="monique@exemple.fr")
    number = person.pk
    assert close_account(actor=person, now=NOW)
    assert list(erasures()) == [Erasure(number, NOW, texts=False)]
    (file,) = Path(settings.ERASURES_ROOT).iterdir()
    assert file.name == f"20261128T214503Z-{number}"
    assert file.read_bytes() == b"\n"


def test_what_was_asked_for_the_texts_is_known_too():
    person = QuestionFactory().author
    row = leave(actor=person, texts=Texts.ERASE, now=NOW)
    later = NOW + timedelta(days=NUMBERS.closing_days)
    assert finish(row.pk, later) == {"accounts_closed": 1}
    (erasure,) = erasures()
    assert (erasure.texts, erasure.at) == (True, later)


def test_nothing_is_erased_that_the_list_does_not_hold(monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storages["erasures"], "_save", full)
    person = UserFactory()
    with pytest.raises(ErasureNotWritten):
        close_account(actor=person)
    assert User.objects.filter(pk=person.pk).exists()
    row = leave(actor=person, texts=Texts.KEEP, now=NOW)
    with pytest.raises(ErasureNotWritten):
        finish(row.pk, NOW + timedelta(days=NUMBERS.closing_days))
    person.refresh_from_db()
    assert not person.is_active, "still closing: the clock tries again"


def test_an_account_that_comes_back_is_erased_again_with_its_texts(client):
    question = QuestionFactory()
    number = question.author.pk
    close_account(actor=question.author, now=NOW, erase_texts=True)
    other = UserFactory(date_joined=NOW - timedelta(days=90))
    question = QuestionFactory(author=brought_back(number), title="Revenue avec la sauvegarde ?")
    said = erase_again()
    assert said == ["Comptes fermés depuis, effacés de nouveau : 1."]
    assert not User.objects.filter(pk=number).exists()
    assert User.objects.filter(pk=other.pk).exists()
    assert "Revenue" not in client.get("/communaute/").content.decode()
    assert erase_again() == []


def test_a_number_given_again_to_somebody_else_erases_nobody():
    """Numbers given between the backup and its return are given again after it."""
    person = UserFactory()
    number = person.pk
    close_account(actor=person, now=NOW)
    UserFactory(pk=number, date_joined=NOW + timedelta(days=1))
    assert erase_again() == []
    assert User.objects.filter(pk=number).exists()


def test_an_account_that_cannot_go_as_it_is_is_named():
    lead = MembershipFactory(role=MembershipRole.RESPONSABLE)
    number = lead.user.pk
    close_account(actor=lead.user, now=NOW)
    back = MembershipFactory(
        role=MembershipRole.RESPONSABLE,
        user=brought_back(number),
        organisation=lead.organisation,
    )
    MembershipFactory(role=MembershipRole.MEMBRE, organisation=back.organisation)
    out = StringIO()
    call_command("erase_again", stdout=out)
    assert f"Le compte n° {number}, effacé depuis, est revenu." in out.getvalue()
    assert "dernière personne responsable" in out.getvalue()
    assert "manage.py erase_again" in out.getvalue()
    back.delete()
    call_command("erase_again", stdout=out)
    assert not User.objects.filter(pk=number).exists()
    call_command("erase_again", stdout=out)
    assert "Aucun compte effacé n’est revenu." in out.getvalue()


def test_files_of_another_kind_are_no_erasure(settings):
    Path(settings.ERASURES_ROOT).mkdir(parents=True)
    (Path(settings.ERASURES_ROOT) / "LISEZ-MOI.txt").write_text("rien")
    assert list(erasures()) == []
