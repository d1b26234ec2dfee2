"""Texts looked at before they are published: rules, risk, who reads them first."""
