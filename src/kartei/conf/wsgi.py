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


application = behind_proxy(get_wsgi_application(), read())
