"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with the first set of the OWASP Password Storage Cheat Sheet (46 MiB, one pass, one lane).

    Django's own numbers take 100 MiB on eight lanes: a handful of logins at once would exhaust a small machine.
    """

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
