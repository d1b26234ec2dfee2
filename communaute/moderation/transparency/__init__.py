"""The public figures of moderation (DSA art. 15 and 24), and the export of its statements."""
