"""What every template may show: the marks of the operator and the service's own address."""

from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, object]:
    return {
        "BRAND_STATE": settings.BRAND_STATE,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "DEVELOPMENT": settings.DEBUG,
    }
