"""Secrets of second factors (of authenticator apps, and those that recovery codes are made of), sealed."""

from kartei.db.secrets import open_sealed, seal

FACTOR = "mfa"  # the purpose; allauth does not say whose factor it encrypts


def seal_factor(text: str) -> str:
    """For allauth's `encrypt`."""
    return seal(text, FACTOR)


def open_factor(sealed: str) -> str:
    """For allauth's `decrypt`. Raises KeyMissing, SealBroken."""
    return open_sealed(sealed, FACTOR)
