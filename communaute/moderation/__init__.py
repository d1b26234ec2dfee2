"""Moderation: reports, cases, decisions, sanctions, appeals, audit log."""
