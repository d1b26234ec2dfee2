import factory
from factory.django import DjangoModelFactory

from communaute.notifications.enums import NotificationKind
from communaute.notifications.models import Notification


class NotificationFactory(DjangoModelFactory):
    """One unread notification, without mail."""

    class Meta:
        model = Notification

    user = factory.SubFactory("tests.communaute.comptes.factories.UserFactory")
    kind = NotificationKind.NEW_ANSWER
    key = factory.Sequence(lambda n: f"evenement-{n}")
    title = factory.Sequence(lambda n: f"Nouvelle réponse {n}")
    url = "/communaute/"
