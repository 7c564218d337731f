"""The letters that a request claims to be written in."""

from typing import Any

import pytest
from django.test import RequestFactory

from kartei.conf.wsgi import application, in_utf8


@pytest.mark.parametrize("charset", ["hex", "zlib", "rot13", "base64", "punycode", "undefined", "utf-16", "UTF-8", ""])
def test_no_codec_is_taken_from_a_request(db: None, charset: str) -> None:
    said: list[str] = []
    for method in ("GET", "POST"):
        kind = f"text/plain; charset={charset}; x=y"
        environ = RequestFactory().generic(method, "/login/?a=b", b"x=y", content_type="text/plain").environ
        list(application({**environ, "CONTENT_TYPE": kind}, lambda status, headers: said.append(status)))
    assert said == ["200 OK", "403 Forbidden"]


def test_the_boundary_of_a_form_stays() -> None:
    seen: dict[str, Any] = {}
    in_utf8(lambda environ, start: seen.update(environ))(
        {"CONTENT_TYPE": 'multipart/form-data; Charset=hex; boundary="x y"'}, None
    )
    assert seen["CONTENT_TYPE"] == 'multipart/form-data; boundary="x y"'
