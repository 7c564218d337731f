"""Another address for the login (product.md, WS-08): it counts once the link that was mailed to it is opened."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from kartei.accounts.models import AddressChange, User
from kartei.lib.link_secrets import digest_of, new_secret

LIFE = timedelta(hours=24)


class Spent(Exception):
    """The link was used, was called off, was followed by another one, or is older than a day."""


class Taken(Exception):
    """Another account has the address."""


def ask_for(user: User, address: str) -> str:
    """Note what a user wants and return the secret of the link. An earlier wish ends. Raises Taken."""
    if is_taken(address):
        raise Taken
    token = new_secret()
    values = {"address": address, "digest": digest_of(token), "asked_at": timezone.now()}
    AddressChange.objects.update_or_create(user=user, defaults=values)
    return token


def is_taken(address: str) -> bool:
    """Whether any account has the address, be it unconfirmed."""
    return User.objects.filter(email=address).exists() or EmailAddress.objects.filter(email=address).exists()


def wish_of(user: User) -> AddressChange | None:
    """The change that waits for its link, if one does."""
    return AddressChange.objects.filter(user=user, asked_at__gt=timezone.now() - LIFE).first()


def wish_behind(token: str) -> AddressChange:
    """The change that a link stands for. Raises Spent."""
    wishes = AddressChange.objects.select_related("user")
    wish = wishes.filter(digest=digest_of(token), asked_at__gt=timezone.now() - LIFE).first()
    if wish is None or not wish.user.is_active:
        raise Spent
    return wish


@transaction.atomic
def change_address(token: str) -> tuple[User, str]:
    """Make the new address that of the login; returns the user and the former one. Raises Spent, Taken.

    Links for a new password that are under way die, since they are signed with the address.
    """
    wish = AddressChange.objects.select_for_update().filter(pk=wish_behind(token).pk, digest=digest_of(token)).first()
    if wish is None:  # a second click waits for the first
        raise Spent
    user, former = wish.user, wish.user.email
    wish.delete()
    try:
        with transaction.atomic():
            user.email = wish.address
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).exclude(email=former).delete()
            EmailAddress.objects.update_or_create(
                user=user, defaults={"email": wish.address, "verified": True, "primary": True}
            )
    except IntegrityError as taken:
        raise Taken from taken
    return user, former


def call_off(user: User) -> None:
    """The user does not want it any more: the link dies."""
    AddressChange.objects.filter(user=user).delete()
