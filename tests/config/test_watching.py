"""What leaves for the error server: never an address typed, a text or an account."""

import json

from config.watching import without_personal_data


def test_it_works():
    event = {
        "message": "erreur",
        "user": {"email": "monique@exemple.fr"},
        "request": {
            "url": "https://exemple.fr/mon-adresse/?q=33+boulevard+Clemenceau",
            "query_string": "q=33+boulevard+Clemenceau",
            "data": {"body": "notre chaudière"},
            "cookies": {"session": "abc"},
            "headers": {"Referer": "https://exemple.fr/?q=33+boulevard+Clemenceau"},
            "method": "GET",
        },
    }
    sent = without_personal_data(event, {})
    text = json.dumps(sent, ensure_ascii=False)
    assert sent["request"] == {"url": "https://exemple.fr/mon-adresse/", "method": "GET"}
    for secret in ("monique", "Clemenceau", "chaudière", "abc"):
        assert secret not in text
