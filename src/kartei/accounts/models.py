"""Who can sign in."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kartei.db.keys import uuid7
from kartei.lib import devices

IDLE_MINUTES = 30  # product.md, section 1


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        """A new login; without a password it can be used only after one is set by mail."""
        user = self.model(email=email.lower().strip(), **values)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class Theme(models.TextChoices):
    SYSTEM = "system", _("Same as the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractBaseUser):
    """A login. What it may do stands in the `Member` of each workspace; there is no superuser."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-mail"), unique=True, max_length=254)
    name = models.CharField(_("Name"), max_length=200)
    language = models.CharField(max_length=2, default="de", choices=[("de", "Deutsch"), ("en", "English")])
    theme = models.CharField(max_length=6, default=Theme.SYSTEM, choices=Theme)
    wants_task_mail = models.BooleanField(_("In the morning an e-mail with my due tasks"), default=False)
    has_shortcuts = models.BooleanField(default=True)  # keys of the pages; off for who dictates
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)  # runs the instance; opens no workspace
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class AddressChange(models.Model):
    """A user wants another login address; it waits for the link that was mailed there (`accounts.addresses`)."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="address_change")
    address = models.EmailField(max_length=254)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the link's secret, which only the mail holds
    asked_at = models.DateTimeField(default=timezone.now)


class Login(AbstractBaseSession):
    """A session (`accounts.sessions`); with `user` it is a login. Without the row its cookie opens nothing."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)  # in addresses: the key itself is secret
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="logins")
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(default=timezone.now)  # the last sign of life; polling is none
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    # What the user's active workspaces say, read again with each sign of life that is written; None: not yet read.
    idle_minutes = models.PositiveSmallIntegerField(null=True)
    workspaces = models.JSONField(default=list)  # [slug, name] of each, by name

    @classmethod
    def get_session_store_class(cls) -> Any:
        from kartei.accounts.sessions import SessionStore

        return SessionStore

    def save(self, *, force_update: bool = False, **options: Any) -> None:
        """What the session says; signs of life are written by `tenancy.activity` alone, never by an older request."""
        if force_update:
            options["update_fields"] = ["session_data", "expire_date", "user", "began_at", "address", "agent"]
        super().save(force_update=force_update, **options)

    @property
    def idle_limit(self) -> timedelta:
        """How long the login lives without a sign of life."""
        return timedelta(minutes=self.idle_minutes or IDLE_MINUTES)

    @property
    def device(self) -> str:
        """„Firefox auf Windows“."""
        browser, system = devices.device(self.agent)
        if browser and system:
            return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
        return browser or system or gettext("Unknown device")

    @property
    def is_handheld(self) -> bool:
        return devices.device(self.agent)[1] in devices.HANDHELD
