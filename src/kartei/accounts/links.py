"""What became of the link of a confirmation mail that opens nothing any more."""

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from django.core import signing


def state_of(key: str) -> str:
    """„spent“, „expired“ or „wrong“. Only who holds a link that we signed learns more than „wrong“."""
    try:
        address_id = signing.loads(key, salt=app_settings.SALT)
    except signing.BadSignature:
        return "wrong"
    address = EmailAddress.objects.filter(pk=address_id).first()
    if address is None:
        return "expired"  # the account was deleted unconfirmed
    return "spent" if address.verified else "expired"
