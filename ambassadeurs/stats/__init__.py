"""The public page /stats/: events counted, figures of impact, report."""
