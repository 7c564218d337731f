"""Logins that need no mail: of the set-up page, the demo, the command line."""

from allauth.account.models import EmailAddress
from django.db import transaction

from kartei.accounts.models import User


@transaction.atomic
def create_confirmed_user(
    email: str, password: str | None, *, name: str, language: str = "de", is_operator: bool = False
) -> User:
    """A user whose address counts as confirmed. Checks no password; raises IntegrityError for a taken address."""
    user = User.objects.create_user(email, password, name=name, language=language, is_operator=is_operator)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
