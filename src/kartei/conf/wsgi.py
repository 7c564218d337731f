"""The application that the web server runs."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

from kartei.conf.environment import Environment, read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kartei.conf.settings")


def behind_proxy(application: Any, environment: Environment) -> Any:
    """Take address and scheme of a visitor from the proxy, and from nobody else; without TLS there is none."""
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    if not environment.url.startswith("https://"):
        return application
    return wrap_wsgi_with_proxy_headers(application, environment.proxies)


def in_utf8(application: Any) -> Any:
    """Whatever letters a request claims: Django would read its query by any codec that Python has, „hex“ too."""

    def served(environ: dict[str, Any], start_response: Any) -> Any:
        kind, _, parameters = environ.get("CONTENT_TYPE", "").partition(";")
        kept = [each for each in parameters.split(";") if not each.strip().lower().startswith("charset")]
        environ["CONTENT_TYPE"] = ";".join([kind, *filter(None, kept)])
        return application(environ, start_response)

    return served


application = behind_proxy(in_utf8(get_wsgi_application()), read())
