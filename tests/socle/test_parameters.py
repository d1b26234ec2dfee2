"""The pages that everybody asks for say which parameters they read."""

import pytest

from socle.parameters import parameters_at, read_of


@pytest.mark.parametrize(
    ("path", "some"),
    [
        ("/", set()),
        ("/guides/", {"etape"}),
        ("/guides/un-guide/", set()),
        ("/communaute/", {"q", "tri", "apres", "avant"}),
        ("/communaute/espaces/un-espace/", {"q", "tri", "apres", "avant"}),
        ("/communaute/questions/3-titre/", {"reponse", "apres", "avant"}),
        ("/communaute/membres/3-nom/", {"apres", "avant"}),
        ("/recherche/", {"q", "nature", "page"}),
        ("/recherche/suggestions/", {"q"}),
        ("/reseaux/", {"nom", "page"}),
        ("/reseaux/3802c/", set()),
        ("/ambassadeurs/", {"commune", "page"}),
        ("/ambassadeurs/3-nom/", set()),
        ("/stats/", {"du", "au"}),
    ],
)
def test_public_pages_say_what_they_read(path, some):
    assert some <= parameters_at(path)


@pytest.mark.parametrize(
    "path", ["/comptes/connexion/", "/mon-compte/", "/nulle-part", "/moderation/transparence/"]
)
def test_others_say_nothing(path):
    assert parameters_at(path) is None


def test_one_writing_of_a_query():
    assert read_of("", "/communaute/") == ""
    assert read_of("", "/nulle-part") is None
    assert read_of("q=gaz&x=1", "/nulle-part") is None
    asked = "q=chaudi%C3%A8re"
    assert read_of(asked, "/communaute/") == asked
    assert read_of("q=chaudière".encode().decode("latin-1"), "/communaute/") == asked
    assert read_of("q=gaz+naturel&x=1&apres=", "/communaute/") == "apres=&q=gaz+naturel"
