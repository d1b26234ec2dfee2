from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "communaute.questions"
    verbose_name = "Questions"

    def ready(self) -> None:
        """Tell the lower rooms what this one brings: moderation, search, mails, site map."""
        from cms.views import register as register_sitemap
        from communaute.comptes import closing
        from communaute.moderation.registry import register as register_moderated
        from communaute.notifications.catalogue import register as register_kinds
        from communaute.notifications.reply_addresses import answered_in
        from communaute.notifications.reply_addresses import register as register_thread
        from socle.scheduler import register as register_steps
        from socle.search.sources import register as register_source

        from . import kinds, moderated
        from .attachments.services import erase_pending
        from .by_mail import COMMENTS, QUESTIONS
        from .by_mail import THREAD as MENTIONS
        from .mentions import closing as mentions_closing
        from .moderated import FILE, MEMBER
        from .profiles import erase as erase_profile
        from .reading.lists import QuestionSitemap, SpaceSitemap
        from .revisions.versions import erase as erase_revisions
        from .search import SOURCE
        from .spaces.search import SOURCE as SPACES
        from .steps import STEPS

        register_source(SOURCE)
        register_source(SPACES)
        register_sitemap("questions", QuestionSitemap)
        register_sitemap("espaces", SpaceSitemap)
        register_kinds(*kinds.KINDS, *kinds.MENTION_KINDS)
        register_kinds(*kinds.ROUTING_KINDS, *kinds.SUBSCRIPTION_KINDS)
        for thread in (QUESTIONS, COMMENTS, MENTIONS):
            register_thread(thread)
        answered_in("question", *kinds.ANSWERED_BY_MAIL)
        register_steps(*STEPS)
        for moderated_type in (*moderated.moderated_types(), MEMBER, FILE):
            register_moderated(moderated_type)
        # What leans on texts goes first, and files last.
        where = "questions/{}/closing.html"
        mentioned = (mentions_closing.erase, mentions_closing.lock)
        for part in (
            closing.ClosingPart("subscriptions", where.format("subscriptions")),
            closing.ClosingPart("profiles", where.format("profiles"), erase_profile),
            closing.ClosingPart("revisions", where.format("revisions"), erase_revisions),
            closing.ClosingPart("mentions", where.format("mentions"), *mentioned),
            closing.ClosingPart("questions", "questions/closing.html"),
            closing.ClosingPart("attachments", where.format("attachments"), erase_pending),
        ):
            closing.register(part)
