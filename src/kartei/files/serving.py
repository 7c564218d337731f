"""How a stored file leaves the server: to be saved, never to be run. Whoever calls this has asked a door."""

from django.http import FileResponse, HttpResponse

from kartei.files.models import Blob
from kartei.files.storage import path_of


def attachment(blob: Blob, media_type: str) -> HttpResponse:
    """Raises FileNotFoundError when the disk has lost it."""
    response = FileResponse(path_of(blob).open("rb"), as_attachment=True, filename=blob.name, content_type=media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]  # it streams; the views know answers of one kind
