"""What can go wrong before there is a database."""


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot start. Its text is one or two sentences for whoever runs the server."""
