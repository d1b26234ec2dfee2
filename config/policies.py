"""Content security policies: strict for the public, and Wagtail's own for its editors."""

from urllib.parse import urlsplit

from django.utils.csp import CSP

Policy = dict[str, list[str]]
# Where browsers tell what a page tried against its policy (`config.csp_reports`).
REPORTS = "/rapports/csp/"
# The name of that place in `Reporting-Endpoints` (`config.defence`): browsers that know `report-to`
# leave `report-uri` aside.
GROUP = "csp"


def public(*, map_style_url: str, file_origins: list[str], form_addresses: list[str]) -> Policy:
    """Nothing but our own files: no inline script or style, no third party.

    `map_style_url` (or "") adds the host of the base map, `file_origins` those of public files.
    `form_addresses` (empty ones apart) are where a form of ours may be sent on: the providers of
    identity, when one leaves for them and when one signs out there.
    """
    style = urlsplit(map_style_url)
    map_origins = [f"{style.scheme}://{style.netloc}"] if map_style_url else []
    forms = [urlsplit(address) for address in form_addresses if address]
    form_origins = sorted({f"{address.scheme}://{address.netloc}" for address in forms})
    return {
        "default-src": [CSP.NONE],
        "script-src": [CSP.SELF],
        "style-src": [CSP.SELF],
        "img-src": [CSP.SELF, "data:", *map_origins, *file_origins],
        "font-src": [CSP.SELF],
        "connect-src": [CSP.SELF, *map_origins],
        "worker-src": [CSP.SELF],
        "manifest-src": [CSP.SELF],
        "form-action": [CSP.SELF, *form_origins],
        "base-uri": [CSP.NONE],
        "frame-ancestors": [CSP.NONE],
        "report-uri": [REPORTS],
        "report-to": [GROUP],
    }


def admin(*, file_origins: list[str]) -> Policy:
    """Wagtail's editor needs inline scripts and styles, and shows previews in a frame of ours."""
    return {
        "default-src": [CSP.SELF],
        "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
        "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "img-src": [CSP.SELF, "data:", "blob:", *file_origins],
        "font-src": [CSP.SELF, "data:"],
        "connect-src": [CSP.SELF],
        "frame-src": [CSP.SELF],
        "form-action": [CSP.SELF],
        "base-uri": [CSP.SELF],
        "frame-ancestors": [CSP.SELF],
        "report-uri": [REPORTS],
        "report-to": [GROUP],
    }
