from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "communaute.questions"
    verbose_name = "Questions"

    def ready(self) -> None:
        """Tell the lower rooms what this one brings: moderation, search, site map."""
        from cms.sitemaps import register as register_sitemap
        from communaute.comptes import closing
        from communaute.moderation.registry import register as register_moderated
        from communaute.notifications.catalogue import register as register_kinds
        from socle.clock import register as register_steps
        from socle.search.sources import register as register_source

        from .asking.drafts import STEP as ERASE_DRAFTS
        from .kinds import KINDS
        from .moderated import moderated_types
        from .reading.sitemaps import QuestionSitemap, SpaceSitemap
        from .search import SOURCE
        from .spaces.found import SOURCE as SPACES

        register_source(SOURCE)
        register_source(SPACES)
        register_sitemap("questions", QuestionSitemap)
        register_sitemap("espaces", SpaceSitemap)
        register_kinds(*KINDS)
        closing.register(closing.Part("questions", "questions/closing.html"))
        register_steps(ERASE_DRAFTS)
        for moderated_type in moderated_types():
            register_moderated(moderated_type)
