from django.apps import AppConfig


class RevisingConfig(AppConfig):
    name = "communaute.questions.revisions"
    verbose_name = "Textes modifiés"

    def ready(self) -> None:
        """Tell moderation what texts said before their edits, and where a question is moved; say
        what is erased."""
        from communaute.comptes import closing
        from communaute.moderation.registry import register_move, register_versions
        from communaute.questions.models import Answer, Comment, Question

        from .closing import erase
        from .moving.views import page_of_move
        from .versions import past_texts
        from .withdrawing.services import erase_all

        closing.erase_texts_by(erase_all)
        closing.register(closing.Part("revisions", "questions/revisions/closing.html", erase))
        register_move(Question, page_of_move)
        register_versions(Question, past_texts)
        register_versions(Answer, past_texts)
        register_versions(Comment, past_texts)
