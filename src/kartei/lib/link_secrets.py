"""Secrets in addresses that open something without a login: only their digest is stored (security.md, rule 13)."""

import hashlib
import secrets

OCTETS = 32  # of chance


def new_secret() -> str:
    """43 characters that an address may hold."""
    return secrets.token_urlsafe(OCTETS)


def digest_of(secret: str) -> str:
    """64 hexadecimal digits. Of chance alone, so that a quick hash without salt will do."""
    return hashlib.sha256(secret.encode()).hexdigest()
