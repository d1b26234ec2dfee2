"""Organisations: joining one by an invitation, and who stands in for whom."""
