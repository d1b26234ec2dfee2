"""One content of each kind that may be moderated, in Grenoble, by the key of its kind."""

from ambassadeurs.coproprietes.fiche_pages import open_fiche
from ambassadeurs.demandes.models import Message, ReportedMessage
from communaute.questions.models import Profile
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, RetourFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.visites.factories import VisitFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.attachments.factories import AttachmentFactory
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory


def reported_message():
    demande = DemandeFactory()
    author = demande.requester
    message = Message.objects.create(
        demande=demande, author=author, from_requester=True, body="Bonjour."
    )
    return ReportedMessage.objects.create(
        message=message,
        author=author,
        commune_id="38185",
        departement_id="38",
        created_at=message.sent_at,
    )


def joined_file():
    question = QuestionFactory()
    return AttachmentFactory(
        content=question,
        author=question.author,
        commune=question.commune,
        departement=question.departement,
    )


def building_page():
    mandate = AmbassadeurFactory()
    open_fiche(mandate)
    return mandate.copropriete.fiche


CONTENTS = {
    "copropriete": building_page,
    "question": QuestionFactory,
    "reponse": AnswerFactory,
    "commentaire": CommentFactory,
    "fichier": joined_file,
    "retour": lambda: RetourFactory(published=True),
    "visite": VisitFactory,
    "membre": lambda: Profile.objects.create(author=UserFactory(display_name="Monique D.")),
    "message": reported_message,
}
