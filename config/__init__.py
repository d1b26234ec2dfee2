"""Settings, URLs, middleware and the server."""
