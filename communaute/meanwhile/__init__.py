"""Hidden by reports alone, until somebody decides: when, in which words, and for how long."""
