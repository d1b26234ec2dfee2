from django.apps import AppConfig


class ReplyingConfig(AppConfig):
    name = "communaute.questions.by_mail"
    verbose_name = "Réponses par courriel"

    def ready(self) -> None:
        """Say what becomes of what is answered to the mails of questions and comments."""
        from communaute.notifications.replies import register

        from .threads import COMMENTS, QUESTIONS

        register(QUESTIONS)
        register(COMMENTS)
