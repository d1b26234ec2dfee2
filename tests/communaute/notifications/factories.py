import factory
from factory.django import DjangoModelFactory

from communaute.notifications.models import Notification


class NotificationFactory(DjangoModelFactory):
    """One unread notification, without mail."""

    class Meta:
        model = Notification

    user = factory.SubFactory("tests.communaute.comptes.factories.UserFactory")
    kind = "questions.new_answer"
    key = factory.Sequence(lambda n: f"evenement-{n}")
    thread = factory.SelfAttribute("key")
    title = factory.Sequence(lambda n: f"Nouvelle réponse {n}")
    url = "/communaute/"
