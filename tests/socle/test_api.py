"""What an API refuses is JSON, in French, of one shape."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "address", "status", "said"),
    [
        ("post", "/api/v1/networks", 405, "Cette adresse n’accepte que : GET."),
        ("put", "/api/v2/demands", 405, "Cette adresse n’accepte que : GET."),
        ("get", "/api/v2/demands/1", 405, "Cette adresse n’accepte que : PATCH."),
        ("get", "/api/v2/demands", 401, "Clé absente ou inconnue."),
        ("get", "/api/v1/eligibility", 422, "Paramètres à corriger"),
    ],
)
def test_a_refusal_is_told(client, method, address, status, said):
    client.handler.enforce_csrf_checks = True
    response = getattr(client, method)(address)
    assert response.status_code == status
    assert list(response.json()) == ["detail"]
    assert response.json()["detail"].startswith(said)
    assert ("Allow" in response) == (status == 405)


def test_what_is_too_long_is_told(client, settings, monkeypatch):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    monkeypatch.setattr(
        "ambassadeurs.guichets.api.routes.OrganisationKey.authenticate", lambda *_: object()
    )
    response = client.patch(
        "/api/v2/demands/1",
        "1" * 11,
        content_type="application/json",
        headers={"Authorization": "Bearer cu_1"},
    )
    assert response.status_code == 413
    assert "trop long" in response.json()["detail"]
