"""Cells of the tables for spreadsheets."""

import io
from decimal import Decimal

from django.utils.safestring import mark_safe

from socle.spreadsheets import write_rows


def written(*cells):
    stream = io.StringIO()
    write_rows(stream, [cells])
    return stream.getvalue().strip()


def test_a_number_is_never_led_by_an_apostrophe():
    assert written(-109, -1.5, Decimal("-2.5"), 12) == "-109;-1,5;-2,5;12"


def test_a_text_that_would_be_run_is_whatever_it_holds():
    assert written("-109", "=1+1", "@a", mark_safe("+33"), "a") == "'-109;'=1+1;'@a;'+33;a"
