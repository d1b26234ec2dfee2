"""The editors’ site: pages, figures, media, glossary, workflow (Wagtail)."""
