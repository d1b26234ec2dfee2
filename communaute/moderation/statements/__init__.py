"""Statements of reasons, as those whom they restrict read and contest them."""
