from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "communaute.contact"
    verbose_name = "Réponses de la rédaction"

    def ready(self) -> None:
        """Say how the answers to `/contact/` leave: by the outbox."""
        from cms.pages.contact.leaving import register as register_way
        from communaute.notifications.catalogue import register as register_kinds

        from .kinds import KINDS
        from .mailing import keep_answer, mail_answer

        register_kinds(*KINDS)
        register_way(mail_answer, keep_answer)
