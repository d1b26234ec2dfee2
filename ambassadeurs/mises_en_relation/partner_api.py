"""The partner API, version 2: the operator's desk for its own software. Same scope as the desk."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from communaute.comptes.models import Organisation
from communaute.comptes.ratelimit import allow

from .enums import Kind
from .models import ApiToken, MiseEnRelation
from .partner_schemas import STATUS_OF, DemandOut, DemandPatch, Problem
from .services import desk

RATE = "60/m"
RETRY_AFTER_S = 60
PAGE_SIZE = 500


class TooManyRequests(Exception):
    """More calls than the rate allows."""


class OrganisationKey(HttpBearer):
    """`Authorization: Bearer cu_…` → the operator; only the SHA-256 of the key is compared.

    Calls are counted by operator.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Organisation | None:
        known = (
            ApiToken.objects.filter(digest=desk.digest_of(token))
            .select_related("organisation")
            .first()
        )
        if known is None:
            return None
        key = f"organisation-{known.organisation_id}"
        if not allow(request, action="partner_api", rate=RATE, key=key):
            raise TooManyRequests
        return known.organisation


class PartnerAPI(NinjaAPI):
    """The library looks for its addresses at the root: ours are within the room's."""

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return "/api/v2/"


api = PartnerAPI(
    title="API partenaire de ChauffageUrbain",
    version="2",
    description=(
        "Les demandes de raccordement adressées à votre organisme, avec l’accord de chaque "
        "personne : seules les informations qu’elle a choisi d’envoyer sont renseignées. Les noms "
        "de champs sont ceux de l’API partenaire de France Chaleur Urbaine. La clé se crée et se "
        f"remplace dans l’espace exploitant. Au plus {RATE.split('/')[0]} appels par minute."
    ),
    urls_namespace="api_v2",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=OrganisationKey(),
)


@api.exception_handler(TooManyRequests)
def too_many_requests(request: HttpRequest, problem: TooManyRequests) -> HttpResponse:
    response = api.create_response(
        request, {"detail": "Trop d’appels. Réessayez dans une minute."}, status=429
    )
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response


@api.exception_handler(AuthenticationError)
def unknown_key(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    response = api.create_response(
        request,
        {"detail": "Clé absente ou inconnue. Envoyez l’en-tête « Authorization: Bearer … »."},
        status=401,
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def invalid_input(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    names = sorted({str(error["loc"][-1]) for error in problem.errors})
    fields = ", ".join(f"« {name} »" for name in names)
    return api.create_response(request, {"detail": f"À corriger : {fields}."}, status=422)


@api.get(
    "/demands",
    response={200: list[DemandOut], 401: Problem, 422: Problem, 429: Problem},
    summary="Vos demandes, de la moins à la plus récemment modifiée",
    description=(
        f"Au plus environ {PAGE_SIZE} demandes par appel. Rappelez avec la plus grande "
        "« date_modification » reçue, jusqu’à ne plus rien recevoir de nouveau ; la borne étant "
        "incluse, reconnaissez les demandes déjà lues à leur « id »."
    ),
    url_name="demands",
)
def list_demands(
    request: HttpRequest,
    updated_since: Annotated[
        datetime | None, Query(description="Modifiées depuis (ISO 8601), borne incluse.")
    ] = None,
) -> list[DemandOut]:
    rows = _demands(request).order_by("updated_at", "pk")
    later = rows
    if updated_since is not None:
        since = updated_since if updated_since.tzinfo else timezone.make_aware(updated_since)
        rows = rows.filter(updated_at__gte=since)
        later = rows.filter(updated_at__gt=since)
    # The page ends with all that share its last moment: the next one begins there, and goes on.
    last = list(later.values_list("updated_at", flat=True)[PAGE_SIZE - 1 : PAGE_SIZE])
    if last:
        rows = rows.filter(updated_at__lte=last[0])
    return [DemandOut.of(mise) for mise in rows]


@api.patch(
    "/demands/{demand_id}",
    response={200: DemandOut, 401: Problem, 404: Problem, 422: Problem, 429: Problem},
    summary="Change le statut ou le commentaire d’une demande",
    url_name="demand",
)
def patch_demand(request: HttpRequest, demand_id: uuid.UUID, changes: DemandPatch) -> DemandOut:
    with transaction.atomic():
        mise = _demands(request).filter(public_id=demand_id).first()
        if mise is None:
            raise HttpError(404, "Demande inconnue.")
        if "commentaire" in changes.model_fields_set:
            desk.set_comment(mise=mise, comment=changes.commentaire or "")
        if changes.statut is not None:
            desk.change_status(
                actor=None, mise=mise, status=STATUS_OF[changes.statut], by_partner_api=True
            )
    return DemandOut.of(_demands(request).get(pk=mise.pk))


def _demands(request: HttpRequest) -> Any:
    """Prospects sent with consent to the operator of the key."""
    organisation: Organisation = request.auth  # type: ignore[attr-defined]
    return MiseEnRelation.objects.filter(
        kind=Kind.EXPLOITANT, organisation=organisation, consent_at__isnull=False
    ).select_related("reseau")
