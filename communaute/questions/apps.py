from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "communaute.questions"
    verbose_name = "Questions"

    def ready(self) -> None:
        """Tell the lower rooms what this one brings: moderation, search, mails, site map."""
        from cms.views import register_sitemap
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.moderation.registry import register_moderated
        from communaute.notifications.catalogue import register_kinds
        from communaute.notifications.reply_addresses import answered_in, register_thread
        from socle.scheduler import register_steps
        from socle.search.sources import register_source

        from . import kinds, moderated
        from .asking.drafts import STEP as ERASE_DRAFTS
        from .attachments.services import STEPS as ERASE_FILES
        from .attachments.services import erase_pending
        from .by_mail import COMMENTS, QUESTIONS
        from .by_mail import THREAD as MENTIONS
        from .mentions import closing as mentions_closing
        from .moderated import FILE, MEMBER
        from .profiles import erase as erase_profile
        from .reading.lists import QuestionSitemap, SpaceSitemap
        from .revisions.versions import erase as erase_revisions
        from .routing.services import STEP as REACH_NEXT
        from .search import SOURCE
        from .spaces.search import SOURCE as SPACES

        register_source(SOURCE)
        register_source(SPACES)
        register_sitemap("questions", QuestionSitemap)
        register_sitemap("espaces", SpaceSitemap)
        register_kinds(*kinds.KINDS, *kinds.MENTION_KINDS)
        register_kinds(*kinds.ROUTING_KINDS, *kinds.SUBSCRIPTION_KINDS)
        for thread in (QUESTIONS, COMMENTS, MENTIONS):
            register_thread(thread)
        answered_in("question", *kinds.ANSWERED_BY_MAIL)
        register_steps(ERASE_DRAFTS, REACH_NEXT, *ERASE_FILES)
        register_moderated(*moderated.moderated_types(), MEMBER, FILE)
        # What leans on texts goes first, and files last.
        where = "questions/{}/closing.html"
        mentioned = (mentions_closing.erase, mentions_closing.lock)
        register_closing_parts(
            ClosingPart("subscriptions", where.format("subscriptions")),
            ClosingPart("profiles", where.format("profiles"), erase_profile),
            ClosingPart("revisions", where.format("revisions"), erase_revisions),
            ClosingPart("mentions", where.format("mentions"), *mentioned),
            ClosingPart("questions", "questions/closing.html"),
            ClosingPart("attachments", where.format("attachments"), erase_pending),
        )
