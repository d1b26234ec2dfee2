"""The partner API, version 2: what a desk shows, for the software of its organisation."""

import re
import uuid
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import AfterValidator, BeforeValidator

from ambassadeurs.demandes.enums import Kind
from ambassadeurs.demandes.errors import DemandeError
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.querysets import DemandeQuerySet
from communaute.comptes.models import Organisation
from socle.api import BaseAPI
from socle.ratelimit import TooManyCalls, allow

from ..exploitant import services
from ..handling.services import lock_parties
from ..models import ApiToken
from ..perms import HAVE_A_KEY
from .schemas import STATUS_OF, DemandOut, DemandPatch, Problem
from .views import digest_of, key_waits

RATE = "60/m"
PAGE_SIZE = 500
DATED = re.compile(r"\d{4}-\d\d-\d\d")
NO_DEMANDS: Final = "Les demandes sont réservées aux exploitants et aux agences."
READ_ONLY: Final = (
    "Une demande de conseil se lit seulement. Pour répondre, écrivez à la personne sur "
    "ChauffageUrbain."
)
UNPROTECTED: Final = (
    "Cette clé attend : la personne qui l’a créée n’a pas protégé son compte à temps. Qu’elle "
    "ajoute une clé d’accès ou une application de codes (« Sécurité de mon compte »), ou qu’une "
    "personne de l’organisme dont le compte est protégé remplace la clé dans l’espace."
)
UNKNOWN_KEY: Final = "Clé absente ou inconnue. Envoyez l’en-tête « Authorization: Bearer … »."
UNREADABLE: Final = "Le corps de la requête n’est pas du JSON. Vérifiez guillemets et virgules."


def _in_utc(value: datetime) -> datetime:
    """A moment without offset is in Paris. Raises ValueError before year 1 or after year 9999."""
    try:
        return (value if value.tzinfo else timezone.make_aware(value)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("date") from error


def _dated(value: object) -> object:
    """Only what is written as a date: a bare number would be read as seconds since 1970."""
    if isinstance(value, str) and DATED.match(value):
        return value
    raise ValueError("date")


Moment = Annotated[datetime, BeforeValidator(_dated), AfterValidator(_in_utc)]


class OrganisationKey(HttpBearer):
    """`Authorization: Bearer cu_…` → the organisation; only the SHA-256 of the key is compared.

    A key works as long as somebody with an open account works there, and is refused (HttpError 403)
    while its maker must still protect their account. Calls are counted by
    organisation.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Organisation | None:
        known = (
            ApiToken.objects.filter(
                digest=digest_of(token), organisation__memberships__user__is_active=True
            )
            .select_related("organisation", "created_by")
            .first()
        )
        if known is None:
            return None
        if key_waits(known):
            raise HttpError(403, UNPROTECTED)
        key = f"organisation-{known.organisation_id}"
        if not allow(request, action="partner_api", rate=RATE, key=key):
            raise TooManyCalls
        return known.organisation


class PartnerAPI(BaseAPI):
    """The library looks for its addresses at the root: ours are within the room's."""

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return "/api/v2/"


api = PartnerAPI(
    title="API partenaire de ChauffageUrbain",
    version="2",
    description=(
        "Votre espace, pour votre logiciel : la clé d’un organisme ouvre ce que montre son espace, "
        "et rien d’autre. Un exploitant lit et suit les demandes de raccordement qui lui sont "
        "adressées, avec l’accord de chaque personne. Une agence lit les demandes de conseil qui "
        "lui sont adressées. Dans une demande, seules les informations que la personne a choisi "
        "d’envoyer sont renseignées. Les noms de champs sont ceux de l’API partenaire de France "
        "Chaleur Urbaine. La clé se crée et se remplace dans l’espace de l’organisme. Au plus "
        f"{RATE.split('/')[0]} appels par minute."
    ),
    urls_namespace="api_v2",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=OrganisationKey(),
)


@api.exception_handler(AuthenticationError)
def unknown_key(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    response = api.refuse(request, UNKNOWN_KEY, 401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def refused(request: HttpRequest, problem: HttpError) -> HttpResponse:
    """In our words; what cannot be read (400) has those of the library."""
    detail = UNREADABLE if problem.status_code == HTTPStatus.BAD_REQUEST else str(problem)
    return api.refuse(request, detail, problem.status_code)


@api.exception_handler(DemandeError)
def against_a_rule(request: HttpRequest, problem: DemandeError) -> HttpResponse:
    return api.refuse(request, str(problem), 409)


@api.exception_handler(ValidationError)
def invalid_input(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    names = sorted({str(error["loc"][-1]) for error in problem.errors})
    fields = ", ".join(f"« {name} »" for name in names)
    return api.refuse(request, f"À corriger : {fields}.", 422)


@api.get(
    "/demands",
    response={200: list[DemandOut], 401: Problem, 403: Problem, 422: Problem, 429: Problem},
    summary="Vos demandes, de la moins à la plus récemment modifiée",
    description=(
        "Pour un exploitant ou une agence. "
        f"Au plus environ {PAGE_SIZE} demandes par appel. Rappelez avec la plus grande "
        "« date_modification » reçue, jusqu’à ne plus rien recevoir de nouveau ; la borne étant "
        "incluse, reconnaissez les demandes déjà lues à leur « id »."
    ),
    url_name="demands",
)
def list_demands(
    request: HttpRequest,
    updated_since: Annotated[
        Moment | None, Query(description="Modifiées depuis (ISO 8601), borne incluse.")
    ] = None,
) -> list[DemandOut]:
    rows = _demands(request).order_by("updated_at", "pk")
    later = rows
    if updated_since is not None:
        rows = rows.filter(updated_at__gte=updated_since)
        later = rows.filter(updated_at__gt=updated_since)
    # The page ends with all that share its last moment: the next one begins there, and goes on.
    last = list(later.values_list("updated_at", flat=True)[PAGE_SIZE - 1 : PAGE_SIZE])
    if last:
        rows = rows.filter(updated_at__lte=last[0])
    return [DemandOut.of(demande) for demande in rows]


@api.patch(
    "/demands/{demand_id}",
    response={
        200: DemandOut,
        400: Problem,
        401: Problem,
        403: Problem,
        404: Problem,
        409: Problem,
        422: Problem,
        429: Problem,
    },
    summary="Change le statut ou le commentaire d’une demande",
    description="Pour un exploitant : une demande de conseil se lit seulement.",
    url_name="demand",
)
def patch_demand(request: HttpRequest, demand_id: uuid.UUID, changes: DemandPatch) -> DemandOut:
    with transaction.atomic():
        mine = _demands(request).filter(public_id=demand_id)
        lock_parties(mine, None)
        demande = mine.select_for_update(of=("self",)).first()
        if demande is None:
            raise HttpError(404, "Demande inconnue.")
        if demande.kind != Kind.EXPLOITANT:
            raise HttpError(403, READ_ONLY)
        if "commentaire" in changes.model_fields_set:
            services.set_comment(demande=demande, comment=changes.commentaire or "")
        if changes.statut is not None:
            services.change_status(
                actor=None,
                demande=demande,
                status=STATUS_OF[changes.statut],
                connected_on=changes.date_raccordement,
                by_partner_api=True,
            )
    return DemandOut.of(_demands(request).get(pk=demande.pk))


def _demands(request: HttpRequest) -> DemandeQuerySet:
    """What the desk of the key's organisation lists; HttpError 403 where it lists no demand."""
    organisation: Organisation = request.auth  # type: ignore[attr-defined]
    if organisation.kind not in HAVE_A_KEY:
        raise HttpError(403, NO_DEMANDS)
    return (
        Demande.objects.at_desks_of([organisation])
        .select_related("reseau__exploitant", "commune")
        .annotate(nearest_reseau=F("copropriete__nearest_reseau"))
    )
