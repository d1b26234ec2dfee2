"""What a person of an organisation validates of who comes by ProConnect."""

from typing import Self

from allauth.socialaccount.models import SocialAccount
from django.db import models

from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.perms import is_national_team


class AccessRequestQuerySet(models.QuerySet):
    def of_members(self) -> Self:
        """Those of who is a member of the organisation, by them or otherwise."""
        person, organisation = models.OuterRef("user"), models.OuterRef("organisation")
        rows = Membership.objects.filter(user=person, organisation=organisation)
        return self.filter(models.Exists(rows))

    def of_linked(self) -> Self:
        """Those whose identity opens the account of who asked."""
        rows = SocialAccount.objects.filter(
            user=models.OuterRef("user"),
            provider=models.OuterRef("way"),
            uid=models.OuterRef("uid"),
        )
        return self.filter(models.Exists(rows))

    def waiting(self) -> Self:
        """Those nobody answered. Who joined by an invitation, linked the identity by themselves or
        closed their account meanwhile waits for nothing."""
        rows = self.model._default_manager
        done = models.Q(pk__in=rows.of_members().values("pk"))
        done |= models.Q(pk__in=rows.of_linked().values("pk"))
        return self.filter(~done, state="waiting", user__is_active=True)

    def decided_by_me(self, user: object) -> Self:
        """Those this person may accept or refuse, never their own; twin of `perms.can_decide`."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        led = Organisation.objects.led_by(user)
        mine = models.Q(organisation__in=led) | models.Q(
            organisation=None, user__memberships__organisation__in=led
        )
        if is_national_team(user):
            mine |= models.Q(organisation=None)
        # `in` rather than a join: somebody of two organisations is one row.
        found = self.model._default_manager.filter(mine).values("pk")
        return self.filter(pk__in=found).exclude(user=user)


class RequestKind(models.TextChoices):
    """`MEMBERSHIP`: somebody whose SIRET is the organisation's wants to act for it. `IDENTITY`:
    somebody known comes back under another identity, with the same professional mail."""

    MEMBERSHIP = "membership", "Rejoindre l’organisation"
    IDENTITY = "identity", "Changer d’identité ProConnect"


class RequestState(models.TextChoices):
    WAITING = "waiting", "En attente"
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"


class AccessRequest(models.Model):
    """One thing to validate: it gives no right until a lead, or the national team, accepts it."""

    kind = models.CharField("nature", max_length=20, choices=RequestKind)
    user = models.ForeignKey(User, models.CASCADE, related_name="access_requests")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="access_requests"
    )
    # The identity that would replace the one linked (`SocialAccount.uid`), and its provider.
    way = models.CharField("fournisseur", max_length=20)
    uid = models.CharField("nouvelle identité", max_length=191, blank=True)
    state = models.CharField(
        "état", max_length=20, choices=RequestState, default=RequestState.WAITING
    )
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d’accès"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="access_request_says_what",
                condition=models.Q(kind=RequestKind.MEMBERSHIP, organisation__isnull=False, uid="")
                | models.Q(kind=RequestKind.IDENTITY, organisation=None) & ~models.Q(uid=""),
            ),
            # Asked once: a refusal is not asked again at each sign-in.
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(kind=RequestKind.MEMBERSHIP),
                name="access_request_one_a_member",
            ),
            models.UniqueConstraint(
                fields=["user", "way", "uid"],
                condition=models.Q(kind=RequestKind.IDENTITY),
                name="access_request_one_an_identity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"
