from django.db import models


class NotificationKind(models.TextChoices):
    FIRST_ANSWER = "first_answer", "Première réponse à votre question"
    NEW_ANSWER = "new_answer", "Nouvelle réponse à votre question"
    ANSWER_ACCEPTED = "answer_accepted", "Votre réponse a été retenue"
    DECISION = "decision", "Décision sur votre contenu"
    NOTICE_RECEIVED = "notice_received", "Signalement reçu"
    NOTICE_DECIDED = "notice_decided", "Suite donnée à votre signalement"
    CASE_TO_DECIDE = "case_to_decide", "Signalement à traiter"
    APPEAL = "appeal", "Recours"
    REQUEST = "request", "Mise en relation"
    MESSAGE = "message", "Message d’une mise en relation"
    VISIT = "visit", "Visite"
    REMINDER = "reminder", "Rappel"
    SURVEY = "survey", "Enquête"
    MANDATE = "mandate", "Mandat d’ambassadeur"
    RETOUR = "retour", "Retour d’expérience"


class MailState(models.TextChoices):
    """Where a mail of the outbox stands; only the first leaves."""

    WAITING = "waiting", "En attente"
    SENT = "sent", "Parti"
    FAILED = "failed", "En échec"
    GIVEN_UP = "given_up", "Abandonné"
    WITHDRAWN = "withdrawn", "Retiré"
    EXPIRED = "expired", "Périmé"
