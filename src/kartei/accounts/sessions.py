"""The session engine: a session of somebody who is logged in is a `Login`, with what its owner wants to know of it.

The cookie holds the key, the table a digest of it: whoever reads the table, or a backup, can log in with none of them.
"""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone

LONGEST = timedelta(seconds=settings.SESSION_COOKIE_AGE)
TOLD = "login"  # the key of the session under which it says since when, from where and by what it is


def stored(key: str) -> str:
    """What the table knows a session by: 160 bits, for the 40 places of Django's column. The key is random itself."""
    return blake2b(key.encode(), digest_size=20).hexdigest()


def key_of(request: HttpRequest) -> str:
    """The primary key of the `Login` at work; empty when there is none."""
    return stored(request.session.session_key) if request.session.session_key else ""


class SessionStore(db.SessionStore):
    """Django's sessions in the database, in a table of ours; `row` is what the session was loaded from."""

    row: Any = None

    @classmethod
    def get_model_class(cls) -> Any:
        from kartei.accounts.models import Login

        return Login

    def _get_session_from_db(self) -> Any:
        found = self.model.objects.filter(session_key=stored(self.session_key or ""), expire_date__gt=timezone.now())
        self.row = found.first()
        if self.row is None:
            self._session_key = None  # an invented key is not taken over
        return self.row

    def exists(self, session_key: str) -> bool:
        return super().exists(stored(session_key))

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(stored(key))

    def create_model_instance(self, data: Any) -> Any:
        row: Any = super().create_model_instance(data)
        row.session_key = stored(row.session_key)
        row.user_id = data.get(SESSION_KEY)
        if told := data.get(TOLD):
            row.began_at = datetime.fromtimestamp(told["at"], UTC)
            row.expire_date = row.began_at + LONGEST  # the absolute limit: saving the session does not put it off
            row.address, row.agent = told["address"], told["agent"]
        return row


def begin(request: HttpRequest, **signal: Any) -> None:
    """Receiver of `user_logged_in`: keep since when, from where and by what the login is."""
    agent = request.META.get("HTTP_USER_AGENT", "").replace("\0", "")
    told = {"at": datetime.now(UTC).timestamp(), "agent": agent[:300], "address": request.META.get("REMOTE_ADDR", "")}
    request.session[TOLD] = told
