"""How many times pages were opened: by page, day and site one comes from. Nothing of who does."""
