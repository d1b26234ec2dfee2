from datetime import timedelta

from django.utils import timezone

from communaute.moderation.templatetags.moderation_tags import one_line, roughly


def test_several_lines_become_one():
    assert one_line("Un titre\n\n  un texte \n") == "Un titre – un texte"
    assert one_line("") == ""


def test_a_delay_is_said_in_one_unit_before_and_after():
    now = timezone.now()
    assert roughly(now - timedelta(hours=3, minutes=20)) == "3\u00a0heures"
    assert roughly(now + timedelta(days=2, hours=5)) == "2\u00a0jours"
