"""Requests (mises en relation) to an ambassador, an operator or an agency: one thread each."""
