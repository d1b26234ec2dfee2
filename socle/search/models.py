"""The index of what is found, its vocabulary, what editors add to it, what was not found."""

from django.core.exceptions import ValidationError
from django.db import models

from ..concurrent_edits import SharedAdminForm
from .enums import Kind
from .querysets import DocumentQuerySet, MissedSearchQuerySet, WordQuerySet
from .words import stems

TEXT_MAX = 4_000


class Document(models.Model):
    """One thing that is found: a question with its answers, a guide, a network…

    `id` is the number of its source and its own key (`Source.document`), so that the newest of a
    source come first without sorting. The three `_words` are stems, each once, separated by a
    space: they are made by `indexer`. The database indexes them by itself: triggers and an FTS5
    table on SQLite, a generated `tsvector` on PostgreSQL (migration 0002). A migration that
    rebuilds this table on SQLite must create the triggers again.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField("nature", max_length=12, choices=Kind)
    url = models.CharField("adresse", max_length=300)
    title = models.CharField("titre", max_length=300)
    text = models.TextField("texte cité", blank=True)
    title_words = models.TextField(blank=True)
    lead_words = models.TextField(blank=True)
    body_words = models.TextField(blank=True)
    departement = models.CharField("département", max_length=3, blank=True)
    is_accepted = models.BooleanField("réponse retenue", default=False)
    useful = models.PositiveIntegerField("personnes aidées", default=0)
    happened_at = models.DateTimeField("dernière activité", null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "contenu trouvé"
        verbose_name_plural = "contenus trouvés"
        indexes = [
            models.Index(
                fields=["id"], name="search_guides", condition=models.Q(kind=Kind.GUIDE.value)
            )
        ]

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A word of the index, as people may mistype it. `things`: how many things hold its stem,
    counted each night (`vocabulary.recount`)."""

    word = models.CharField("mot sans accents", max_length=40, unique=True)
    shown = models.CharField("mot", max_length=60)
    stem = models.CharField("radical", max_length=40, db_index=True)
    sound = models.CharField("son", max_length=40, db_index=True)
    initial = models.CharField(max_length=1)
    ending = models.CharField(max_length=2)
    length = models.PositiveSmallIntegerField()
    things = models.PositiveIntegerField("contenus", default=1)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = "mot de l’index"
        verbose_name_plural = "mots de l’index"
        indexes = [
            models.Index(fields=["initial", "length", "-things"], name="search_word_initial"),
            models.Index(fields=["ending", "length", "-things"], name="search_word_ending"),
        ]

    def __str__(self) -> str:
        return self.shown


class Synonyms(models.Model):
    """Words and expressions that mean the same to who searches; kept by editors."""

    words = models.CharField(
        "mots de même sens",
        max_length=400,
        help_text="Séparés par des virgules. Par exemple : ECS, eau chaude sanitaire, eau chaude. "
        "Accents, majuscules et pluriels ne comptent pas.",
    )

    base_form_class = SharedAdminForm

    class Meta:
        verbose_name = "synonymes"
        verbose_name_plural = "synonymes"
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        super().clean()
        typed = [word.strip() for word in self.words.split(",") if word.strip()]
        empty = [word for word in typed if not stems(word)]
        if len(typed) - len(empty) < 2:
            why = "Écrivez au moins deux mots ou expressions, séparés par une virgule."
            if empty:
                common = any(sign.isalnum() for sign in empty[0])
                because = "est trop courant" if common else "n’a ni lettre ni chiffre"
                why += f" « {empty[0]} » {because} : la recherche ne le lit pas."
            raise ValidationError({"words": why})
        known = [tuple(stems(word)) for word in typed if word not in empty]
        twice = [word for word, stem in zip(typed, known, strict=False) if known.count(stem) > 1]
        if twice and not empty:
            shown = " », « ".join(twice)
            why = f"Pour la recherche, c’est le même mot : « {shown} ». N’en gardez qu’un."
            raise ValidationError({"words": why})


class MissedSearch(models.Model):
    """A search that found nothing and that people reported. `text` stays empty until enough
    different people typed it; only its fingerprint (keyed hash of its words) is known before."""

    fingerprint = models.CharField(max_length=64, unique=True)
    text = models.CharField("recherche", max_length=80, blank=True)
    people = models.PositiveIntegerField("personnes", default=0)
    last_at = models.DateTimeField("dernière fois le")

    objects = MissedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "recherche sans résultat"
        verbose_name_plural = "recherches sans résultat"
        ordering = ["-people", "-last_at"]
        indexes = [models.Index(fields=["last_at"], name="search_missed_last")]

    def __str__(self) -> str:
        return self.text or "Recherche encore rare"


class MissedBy(models.Model):
    """That somebody reported a search: a keyed hash of their address or account and of the day,
    which tells nobody and cannot be followed from one day to the next."""

    search = models.ForeignKey(MissedSearch, models.CASCADE, related_name="by")
    person = models.CharField(max_length=64)

    class Meta:
        verbose_name = "recherche signalée"
        constraints = [
            models.UniqueConstraint(fields=["search", "person"], name="search_missed_once")
        ]

    def __str__(self) -> str:
        return str(self.search)
