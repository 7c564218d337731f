"""The session engine: a session of somebody who is logged in is a `Login`, with what its owner wants to know of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.http import HttpRequest

LONGEST = timedelta(seconds=settings.SESSION_COOKIE_AGE)
TOLD = "login"  # the key of the session under which it says since when, from where and by what it is


class SessionStore(db.SessionStore):
    """Django's sessions in the database, in a table of ours; `row` is what the session was loaded from."""

    row: Any = None

    @classmethod
    def get_model_class(cls) -> Any:
        from kartei.accounts.models import Login

        return Login

    def _get_session_from_db(self) -> Any:
        self.row = super()._get_session_from_db()  # type: ignore[misc]  # private, and stable since Django 1.9
        return self.row

    def create_model_instance(self, data: Any) -> Any:
        row: Any = super().create_model_instance(data)
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
