"""The server's entry point. Channels routes by protocol: HTTP to Django, sockets to the live rooms."""

import os
from importlib import import_module

import django
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.urls import path

from backend.core import garbage
from backend.core.asgi import Utf8Only
from backend.core.checks import refuse_to_start_unready
from backend.files.body_cap import BodyCap

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")

django.setup(set_prefix=False)
refuse_to_start_unready()

# Only after the apps are loaded.
from backend.core.gathering import Gatherer  # noqa: E402
from backend.core.handler import ThreadedHandler  # noqa: E402
from backend.core.outbox import set_drain  # noqa: E402
from backend.core.tasks import defer_drain  # noqa: E402
from backend.live.consumers import RoomConsumer  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": BodyCap(Utf8Only(ThreadedHandler())),
        "websocket": AllowedHostsOriginValidator(URLRouter([path("ws/v1/", RoomConsumer.as_asgi())])),
    }
)

# A rush of commits needs one drain in a moment; the sweep makes good what ends with this process.
set_drain(Gatherer(defer_drain).ask)
# Every page and its forms, now; else whoever comes first waits for them to be read.
import_module(settings.ROOT_URLCONF)
garbage.settle()
