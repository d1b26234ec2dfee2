"""Editing one's own comment: an hour, its versions, its limits."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from communaute.questions.errors import EditRefused, InvalidText, QuestionNotAllowed, TextChanged
from communaute.questions.models import Comment, Revision
from communaute.questions.revisions.services import edit_comment
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory

pytestmark = pytest.mark.django_db
BODY = "Merci. La facture est de 2024, <b>pas</b> de 2023."


def aged(comment, **age):
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(**age))
    comment.refresh_from_db()
    return comment


def test_it_is_rendered_again_and_what_it_said_stays_readable(client, user):
    comment = aged(CommentFactory(author=user), minutes=30)
    client.force_login(user)
    page = client.get(comment.answer.question.get_absolute_url())
    link = BeautifulSoup(page.content, "html.parser").find(id=f"commentaire-{comment.pk}")
    address = f"/communaute/commentaires/{comment.pk}/modifier/"
    assert link.find("a", href=address)
    assert "Modifier votre commentaire" in client.get(address).text

    answered = client.post(address, {"body": BODY, "version": 1})

    comment.refresh_from_db()
    assert answered["Location"] == comment.get_absolute_url()
    assert comment.body_html == (
        "<p>Merci. La facture est de 2024, &lt;b&gt;pas&lt;/b&gt; de 2023.</p>"
    )
    assert (comment.version, comment.edited_at is not None) == (2, True)
    assert Revision.objects.get().body == "Merci, c’est très clair."
    client.logout()
    versions = client.get(f"/communaute/commentaires/{comment.pk}/versions/")
    assert "Versions du commentaire" in versions.text
    assert "très clair" in versions.text
    page = client.get(comment.answer.question.get_absolute_url())
    assert "Modifié le" in page.text


@pytest.mark.parametrize(
    ("minutes", "traits", "status"),
    [(59, {}, 302), (61, {}, 409), (61, {"agence": True}, 409)],
)
def test_for_an_hour_whoever_one_is(client, minutes, traits, status):
    comment = aged(CommentFactory(author=UserFactory(**traits)), minutes=minutes)
    client.force_login(comment.author)
    address = f"/communaute/commentaires/{comment.pk}/modifier/"
    assert client.get(address).status_code == (200 if status == 302 else status)
    answered = client.post(address, {"body": BODY, "version": 1})
    assert answered.status_code == status
    for said in ("de 2024", "se modifie pendant 1\u00a0heure"):
        assert (said in answered.text) is (status == 409)


def test_what_is_refused(user):
    comment = CommentFactory(author=user)
    with pytest.raises(QuestionNotAllowed):
        edit_comment(actor=UserFactory(equipe=True), comment=comment, body=BODY, version=1)
    for body in ("m", "x" * 601):
        with pytest.raises(InvalidText):
            edit_comment(actor=user, comment=comment, body=body, version=1)
    edit_comment(actor=user, comment=comment, body=BODY, version=1)
    with pytest.raises(TextChanged):
        edit_comment(actor=user, comment=comment, body="Autre chose.", version=1)
    with pytest.raises(EditRefused, match="masqué"):
        edit_comment(
            actor=user, comment=CommentFactory(author=user, hidden=True), body=BODY, version=1
        )


def test_versions_of_what_cannot_be_read_are_not_found(client):
    under_hidden = CommentFactory(answer=AnswerFactory(hidden=True))
    of_hidden = CommentFactory(answer=None, question=QuestionFactory(hidden=True))
    for comment in (under_hidden, of_hidden, CommentFactory(hidden=True)):
        address = f"/communaute/commentaires/{comment.pk}/versions/"
        assert client.get(address).status_code == 404
