"""The photo of a client and of a contact."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from kartei.db.scope import workspace_scope
from kartei.files.models import Blob
from kartei.people.archiving import discard, forget_discarded
from kartei.people.models import Person, Photo
from kartei.people.photos import forget_old_photos
from tests.cast import Cast
from tests.files.pictures import bomb, drawn
from tests.people.filling import Browse


def base(person: Person) -> str:
    return f"/w/lindenhof/{'clients' if person.is_client else 'contacts'}/{person.pk}/"


def send(browser: Any, person: Person, data: bytes | None = None, version: int = 0) -> Any:
    file = SimpleUploadedFile("gesicht.jpg", drawn("JPEG", size=(300, 200)) if data is None else data)
    return browser.post(f"{base(person)}photo/", {"picture": file, "version": str(version)})


def shown(cast: Cast, person: Person) -> Any:
    with workspace_scope(cast.lindenhof.id):
        return Person.objects.select_related("profile").get(pk=person.pk).profile.photo_id


@pytest.mark.parametrize("whom", ["carla", "doktor"])
def test_a_photo_is_shown_square_in_two_sizes(cast: Cast, browse: Browse, whom: str) -> None:
    anna, person = browse("anna"), cast.people[whom]
    assert send(anna, person).status_code == 303
    photo = shown(cast, person)
    page = anna.get(base(person)).content.decode()
    assert f"photo/{photo}/small/" in page and "Das Foto wird jetzt angezeigt." in page
    for size, edge in (("large", 512), ("small", 128)):
        answer = anna.get(f"{base(person)}photo/{photo}/{size}/")
        with Image.open(BytesIO(answer.content)) as picture:
            assert picture.size == (edge, edge)
        assert answer["Content-Type"] == "image/jpeg" and answer["Cache-Control"] == "no-store"
        assert "sandbox" in answer["Content-Security-Policy"]


def test_nobody_out_of_reach_gets_it(cast: Cast, browse: Browse) -> None:
    send(browse("anna"), cast.bruno)
    send(browse("anna"), cast.carla)
    bruno, carla = (f"{base(person)}photo/{shown(cast, person)}/small/" for person in (cast.bruno, cast.carla))
    assert browse("leo").get(bruno).status_code == 200
    assert browse("tom").get(bruno).status_code == 404 and browse("tom").get(carla).status_code == 200
    assert browse("eve").get(bruno).status_code == 404
    mixed = f"{base(cast.carla)}photo/{shown(cast, cast.bruno)}/small/"
    assert browse("anna").get(mixed).status_code == 404
    assert browse("leo").get(f"{base(cast.carla)}photo/").status_code == 403
    assert send(browse("leo"), cast.carla, version=1).status_code == 403


@pytest.mark.parametrize(
    "data", [b"", b"<svg/>", b"%PDF-1.7", drawn("PNG")[:60], bomb(60_000)], ids=["empty", "svg", "pdf", "cut", "bomb"]
)
def test_what_is_no_picture_is_refused_beside_the_field(cast: Cast, browse: Browse, data: bytes) -> None:
    answer = send(browse("anna"), cast.carla, data)
    assert answer.status_code == 422 and "field-error" in answer.content.decode()
    assert shown(cast, cast.carla) is None
    with workspace_scope(cast.lindenhof.id):
        assert not Blob.objects.exists()


def test_it_is_taken_out_and_brought_back(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    send(anna, cast.carla)
    first = shown(cast, cast.carla)
    assert anna.post(f"{base(cast.carla)}photo/removal/", {"version": "0"}).status_code == 409
    assert anna.post(f"{base(cast.carla)}photo/removal/", {"version": "1"}).status_code == 303
    page = anna.get(base(cast.carla)).content.decode()
    assert "/small/" not in page and f'name="photo" value="{first}"' in page  # „Rückgängig“
    told = {"version": "2", "photo": str(first)}
    assert anna.post(f"{base(cast.carla)}photo/restoration/", told).status_code == 303
    assert shown(cast, cast.carla) == first
    wrong = {"version": "3", "photo": str(cast.carla.pk)}
    assert anna.post(f"{base(cast.carla)}photo/restoration/", wrong).status_code == 404
    assert anna.post(f"{base(cast.bruno)}photo/restoration/", {"version": "0", "photo": str(first)}).status_code == 404


def test_one_that_was_replaced_comes_back_and_goes_after_thirty_days(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    send(anna, cast.carla)
    first = shown(cast, cast.carla)
    assert send(anna, cast.carla, version=0).status_code == 409
    assert send(anna, cast.carla, version=1).status_code == 303
    second = shown(cast, cast.carla)
    assert anna.get(f"{base(cast.carla)}photo/{first}/small/").status_code == 404
    forget_old_photos(timezone.now() + timedelta(days=29))
    with workspace_scope(cast.lindenhof.id):
        assert Photo.objects.count() == 2
    forget_old_photos(timezone.now() + timedelta(days=31))
    with workspace_scope(cast.lindenhof.id):
        assert [photo.pk for photo in Photo.objects.all()] == [second] and Blob.objects.count() == 2
    assert anna.get(f"{base(cast.carla)}photo/{second}/small/").status_code == 200


def test_it_goes_with_the_record(cast: Cast, browse: Browse) -> None:
    send(browse("anna"), cast.carla)
    with workspace_scope(cast.lindenhof.id):
        discard(Person.objects.get(pk=cast.carla.pk), by=cast.anna)
    forget_discarded(timezone.now() + timedelta(days=31))
    with workspace_scope(cast.lindenhof.id):
        assert not Photo.objects.exists() and not Blob.objects.exists()


def test_the_activity_tells_of_it(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    send(anna, cast.carla)
    assert "Foto geändert" in anna.get(f"{base(cast.carla)}activity/").content.decode()
