"""Who people are: the account, the organisations that employ them, the territory these cover."""

from collections.abc import Callable
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify

from communaute.territoires.models import Commune, Departement, Epci, Region

from .enums import MembershipRole, OrganisationKind
from .querysets import MembershipQuerySet, OrganisationQuerySet
from .sessions.models import Connection, KnownDevice, OpenSession

__all__ = [
    "Connection",
    "Coverage",
    "KnownDevice",
    "Membership",
    "OpenSession",
    "Organisation",
    "RoleChange",
    "User",
]

ADMIN = "wagtailadmin.access_admin"
COVERAGE_LEVELS = ("region", "departement", "epci", "commune")


class UserManager(BaseUserManager["User"]):
    """Creates accounts by e-mail, kept in lower case: the e-mail is the identity."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        fields |= {"is_staff": True, "is_superuser": True}
        fields.setdefault("display_name", "Équipe nationale")
        user = self.create_user(email, password, **fields)
        # Not verified: the first code, or the confirmation, will prove it.
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
        return user


class User(AbstractUser):
    """A person. `display_name` is what others see; it is chosen, never made from the e-mail."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(
        "adresse électronique",
        unique=True,
        error_messages={"unique": "Un compte existe déjà avec cette adresse."},
    )
    display_name = models.CharField(
        "nom affiché",
        max_length=60,
        blank=True,
        help_text="Le nom que les autres voient. Par exemple : Monique D.",
    )

    # From then on, roles give nothing to a session that proved no second factor: set once, when
    # the first role begins, and never moved.
    second_factor_due = models.DateTimeField(
        "protection attendue le", null=True, blank=True, editable=False
    )

    # Until the end of a request: `perms.withhold_roles`, `perms.act_for`; `decides_for` is the key
    # of the organisation in whose name one moderates (`communaute.moderation.perms.act_for`).
    lacks_second_factor = False
    misses_rights = False
    acting_for: "Organisation | None" = None
    decides_for: int | None = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "compte"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_case_blind_unique"),
        ]
        indexes = [
            # The few closed accounts: leaving theirs out costs no reading of the others.
            models.Index("id", condition=models.Q(is_active=False), name="user_closed"),
        ]

    def __str__(self) -> str:
        return self.public_name

    @property
    def public_name(self) -> str:
        """The name others see; a neutral label until one is chosen."""
        return self.display_name or "Membre"

    @cached_property
    def _read(self) -> dict[str, Any]:
        return {}

    def once[T](self, key: str, read: Callable[[], T]) -> T:
        """What `read` gives, asked once for this object: a request has one."""
        if key not in self._read:
            self._read[key] = read()
        return self._read[key]

    def forget(self) -> None:
        """Have all that was read `once` read again, after a change."""
        self._read.clear()

    def get_absolute_url(self) -> str:
        """The page of who has written something others can read; it follows the name."""
        return reverse("profiles:detail", args=[self.pk, slugify(self.display_name) or "membre"])

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """A right given in the back office; none for who is held back (`perms.withhold_roles`)."""
        if self.lacks_second_factor:
            self.misses_rights = True
            return False
        return super().has_perm(perm, obj)  # type: ignore[arg-type]

    def has_module_perms(self, app_label: str) -> bool:
        return not self.lacks_second_factor and super().has_module_perms(app_label)

    def has_office_role(self) -> bool:
        """Whether a right or a group of the back office is theirs, held back or not."""
        return super().has_perm(ADMIN) or self.groups.exists()

    def get_full_name(self) -> str:
        """What Wagtail's admin shows; it falls back to the e-mail when empty."""
        return self.display_name


class Organisation(models.Model):
    """An agency, an operator, a local authority, a syndic, or the national team.

    Its territories are `coverages`; the networks of an operator point to it
    (`Reseau.exploitant`, in the room above).
    """

    kind = models.CharField("nature", max_length=20, choices=OrganisationKind)
    name = models.CharField("nom", max_length=150)
    slug = models.SlugField("identifiant", max_length=160, unique=True)
    email = models.EmailField("adresse de contact", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    website = models.URLField("site internet", blank=True)
    # Of the establishment: who signs in by ProConnect says theirs.
    siret = models.CharField("SIRET", max_length=14, null=True, blank=True, unique=True)
    members = models.ManyToManyField(User, through="Membership", related_name="organisations")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def is_in_use(self) -> bool:
        """Whether anybody or anything of any room is tied to it; its territories are its own."""
        tied = (
            field
            for field in type(self)._meta.get_fields(include_hidden=True)
            if field.auto_created and not field.concrete and field.related_model is not Coverage
        )
        return any(
            one.related_model._base_manager.filter(**{one.remote_field.name: self}).exists()
            for one in tied
        )

    @property
    def on_call(self) -> "Membership | None":
        """Whom an agency has told at night."""
        return self.memberships.filter(is_on_call=True).select_related("user").first()


class Coverage(models.Model):
    """One territory of an organisation: exactly one of the four levels is set."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="coverages")
    region = models.ForeignKey(Region, models.CASCADE, null=True, blank=True)
    departement = models.ForeignKey(Departement, models.CASCADE, null=True, blank=True)
    epci = models.ForeignKey(Epci, models.CASCADE, null=True, blank=True)
    commune = models.ForeignKey(Commune, models.CASCADE, null=True, blank=True)

    class Meta:
        verbose_name = "territoire couvert"
        verbose_name_plural = "territoires couverts"
        constraints = [
            models.CheckConstraint(
                name="coverage_exactly_one_level",
                condition=models.Q(
                    *[
                        models.Q(
                            **{f"{other}__isnull": other != level for other in COVERAGE_LEVELS}
                        )
                        for level in COVERAGE_LEVELS
                    ],
                    _connector=models.Q.OR,
                ),
            ),
            *[
                models.UniqueConstraint(
                    fields=["organisation", level],
                    condition=models.Q(**{f"{level}__isnull": False}),
                    name=f"coverage_{level}_unique",
                )
                for level in COVERAGE_LEVELS
            ],
        ]

    def __str__(self) -> str:
        return str(self.region or self.departement or self.epci or self.commune)


class Membership(models.Model):
    """A person working for an organisation, with a role in it.

    `is_on_call`: the agency has this person told at night of what has a clock of hours.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(
        "rôle", max_length=20, choices=MembershipRole, default=MembershipRole.MEMBRE
    )
    is_on_call = models.BooleanField("d’astreinte la nuit", default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenance"
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_unique"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(is_on_call=True),
                name="membership_one_on_call",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"


class RoleChange(models.Model):
    """Who gave which role to whom in an organisation, and when: written once, never changed.

    The names are kept as they were: an account may be erased since. `before` is empty for whoever
    joins, `after` for whoever leaves.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="role_changes")
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField("par", max_length=60)
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField("à", max_length=60)
    before = models.CharField("avant", max_length=20, choices=MembershipRole, blank=True)
    after = models.CharField("après", max_length=20, choices=MembershipRole, blank=True)
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "changement de rôle"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person_name} : {self.get_after_display()}"
