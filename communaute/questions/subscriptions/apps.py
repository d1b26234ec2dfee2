from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "communaute.questions.subscriptions"
    verbose_name = "Suivis"

    def ready(self) -> None:
        """Say what this room tells, and erases."""
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds
        from communaute.notifications.replies import answered_in

        from .kinds import KINDS

        register_kinds(*KINDS)
        answered_in("question", *(kind.key for kind in KINDS))
        closing.register(closing.Part("subscriptions", "questions/subscriptions/closing.html"))
