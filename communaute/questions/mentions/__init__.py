"""Naming somebody of the thread (« @Monique D. »): a link to their page, and they are told."""
