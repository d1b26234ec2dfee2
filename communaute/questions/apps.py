from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "communaute.questions"
    verbose_name = "Questions"
