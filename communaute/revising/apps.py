from django.apps import AppConfig


class RevisingConfig(AppConfig):
    name = "communaute.revising"
    verbose_name = "Textes modifiés"

    def ready(self) -> None:
        """Tell moderation what texts said before their edits."""
        from communaute.moderation.registry import register_versions
        from communaute.questions.models import Answer, Comment, Question

        from .versions import past_texts

        register_versions(Question, past_texts)
        register_versions(Answer, past_texts)
        register_versions(Comment, past_texts)
