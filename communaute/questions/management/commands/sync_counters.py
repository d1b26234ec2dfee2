"""`manage.py sync_counters [--check]`: prove the counters, or set them right."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communaute.questions.counters import drifting_questions, drifting_spaces, repair


class Command(BaseCommand):
    help = "Recompte les questions et les réponses ; corrige les compteurs qui s’en écartent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Ne corrige rien ; échoue s’il y a un écart."
        )

    def handle(self, *args: object, check: bool, **options: object) -> None:
        if not check:
            spaces, questions = repair()
            self.stdout.write(f"Corrigés : {spaces} espace(s), {questions} question(s).")
            return
        for _, title, stored, right in drifting_spaces():
            self.stdout.write(f"Espace « {title} » : {stored} au lieu de {right}")
        for pk, what in drifting_questions():
            self.stdout.write(f"Question {pk} : {what}")
        if drifting_spaces() or drifting_questions():
            message = "Des compteurs sont faux : lancez sync_counters pour les corriger."
            raise CommandError(message)
        self.stdout.write("Tous les compteurs sont justes.")
