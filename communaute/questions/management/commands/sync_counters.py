"""`manage.py sync_counters [--check]`: prove the counters, or set them right."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communaute.questions.counters import (
    drifting_answers,
    drifting_comments,
    drifting_questions,
    drifting_spaces,
    repair,
    repair_comments,
)

SPACE = (
    "Espace « {title} » : {questions_count} au lieu de {counted}, "
    "dont répondues {answered_count} au lieu de {answered_counted}"
)
QUESTION = (
    "Question {pk} : {answers_count} réponse(s) au lieu de {counted}, "
    "première le {first_answer_at} au lieu du {first_counted}, "
    "{useful_count} vote(s) au lieu de {useful_counted}, "
    "dernière activité le {last_activity_at} au lieu du {last_counted}"
)


class Command(BaseCommand):
    help = "Recompte les questions et les réponses ; corrige les compteurs qui s’en écartent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Ne corrige rien ; échoue s’il y a un écart."
        )

    def handle(self, *args: object, check: bool, **options: object) -> None:
        if not check:
            repaired = (*repair(), repair_comments())
            words = (
                "Corrigés : {} espace(s), {} question(s), {} réponse(s), {} fil(s) de commentaires."
            )
            self.stdout.write(words.format(*repaired))
            return
        spaces, questions = drifting_spaces(), drifting_questions()
        for row in spaces:
            self.stdout.write(SPACE.format(**row))
        for row in questions:
            self.stdout.write(QUESTION.format(**row))
        answers = drifting_answers()
        for pk, stored, right in answers:
            self.stdout.write(f"Réponse {pk} : utile à {stored} au lieu de {right}")
        comments = drifting_comments()
        for model, pk, stored, right in comments:
            label = model._meta.verbose_name
            self.stdout.write(f"{label} {pk} : {stored} commentaire(s) au lieu de {right}")
        if spaces or questions or answers or comments:
            raise CommandError("Des compteurs sont faux : lancez sync_counters pour les corriger.")
        self.stdout.write("Tous les compteurs sont justes.")
