"""The joined service of the running app, for views."""

from flask import current_app

from service.wiring import Service

EXTENSION = "vanban"


def joined() -> Service:
    """Give the service that create_app joined."""
    service: Service = current_app.extensions[EXTENSION]
    return service
