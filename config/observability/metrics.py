"""`/metriques`: the state of the service in figures, for Prometheus, behind a token.

Only what any process reads the same in the database: which of the web processes answers does not
matter. Times of answers and their statuses are the proxy's to count.
"""

import hmac
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from communaute.notifications.outbox.pending import mail_counts, stopped_addresses
from config.health import states
from socle.scheduler.models import StepRun

PREFIX = "chauffage_urbain"


class ServiceCollector(Collector):
    """Reads the figures when they are asked for; without a database, only which part is down."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        parts = states()
        yield _gauge(
            "part_up",
            "1 quand la partie fait son travail",
            "part",
            {name: part.ok for name, part in parts.items()},
        )
        try:
            counts = mail_counts()
            mails = {name: getattr(counts, name) for name in ("waiting", "late", "failed")}
            yield _gauge("mails", "Courriels de la boîte d’envoi", "state", mails)
            stopped = {"stopped": stopped_addresses()}
            yield _gauge("addresses", "Adresses qui refusent nos courriels", "state", stopped)
            yield _gauge("tasks", "Tâches de fond", "state", _tasks())
            yield _gauge("step_age_seconds", "Depuis la fin de l’étape", "step", _step_ages())
        except Error:
            return


def _gauge(name: str, text: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"{PREFIX}_{name}", text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], float(value))
    return family


def _tasks() -> dict[str, int]:
    tasks = DBTaskResult.objects
    return {
        status.lower(): tasks.filter(status=status).count()
        for status in (TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED)
    }


def _step_ages() -> dict[str, float]:
    now = timezone.now()
    runs = StepRun.objects.values_list("key", "finished_at")
    return {key: (now - at).total_seconds() for key, at in runs if at}


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, to who has the token of `METRICS_TOKEN`; without one, no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    sent = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(sent, f"Bearer {settings.METRICS_TOKEN}".encode()):
        response = HttpResponse("Jeton absent ou faux.", status=401, content_type="text/plain")
        response["WWW-Authenticate"] = "Bearer"
        return response
    registry = CollectorRegistry(auto_describe=False)
    registry.register(ServiceCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)
