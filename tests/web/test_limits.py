"""A request is measured before it is read: nobody fills the disk from the login page."""

from django.test import Client as Browser

from kartei.web.limits import MARGIN, limit_of


def test_only_the_import_takes_large_files() -> None:
    assert limit_of("/w/lindenhof/clients/imports/new/") == 20 * 1024**2 + MARGIN
    assert limit_of("/login/") == limit_of("/nowhere/") == 2 * 1024**2 + MARGIN


def test_a_body_that_is_too_large_is_refused_unread(db: None) -> None:
    answer = Browser().post(
        "/login/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(100 * 1024**2)
    )
    assert answer.status_code == 413


def test_a_length_that_is_no_number_is_refused(db: None) -> None:
    assert Browser().post("/login/", b"", content_type="text/plain", CONTENT_LENGTH="²").status_code == 413
