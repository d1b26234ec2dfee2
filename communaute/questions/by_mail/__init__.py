"""Answering a question, or commenting, by answering one of our mails."""
