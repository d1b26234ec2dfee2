"""Closing one’s account: asked, taken back for some days, done."""
