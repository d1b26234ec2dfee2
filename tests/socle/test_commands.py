"""What a command is given in JSON."""

import io
import sys

import pytest
from django.core.management.base import CommandError

from socle.commands import read_object


def test_an_object_is_given_or_read_from_the_input(monkeypatch):
    assert read_object('{"T": 10}') == {"T": 10}
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"F": 4}'))
    assert read_object(None) == {"F": 4}


@pytest.mark.parametrize(
    ("given", "said"), [("{", "Ce n’est pas du JSON"), ("[]", "un objet"), ("", "pas du JSON")]
)
def test_anything_else_is_refused_in_french(given, said):
    with pytest.raises(CommandError, match=said):
        read_object(given)
