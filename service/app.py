"""The application factory: settings in, a Flask app with everything joined out."""

import atexit

from flask import Flask

from service.settings import Settings
from service.web.api.batches import batches
from service.web.api.documents import documents
from service.web.api.dossiers import dossiers
from service.web.api.jobs import jobs
from service.web.api.templates import templates
from service.web.gate import guard
from service.web.joined import EXTENSION
from service.web.operations import operations
from service.web.pages import PAGES
from service.web.problems import handle_problems
from service.wiring import Service, build, start_logging


def create_app(settings: Settings, service: Service | None = None) -> Flask:
    """Make the app; without `service` the real one is built, started, and closed when the process ends.

    Raises:
        BadSettings, StorageUnavailable: the service cannot be joined.
    """
    if service is None:
        start_logging(settings.log_level)
        service = build(settings)
        service.start()
        atexit.register(service.close)
    app = Flask(__name__, template_folder="web/templates", static_folder="web/static")
    app.config["MAX_CONTENT_LENGTH"] = settings.max_upload * 1_000_000
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_upload * 1_000_000
    app.config.update(SESSION_COOKIE_SAMESITE="Strict", SESSION_COOKIE_HTTPONLY=True)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.secret_key = service.secret()
    app.extensions[EXTENSION] = service
    handle_problems(app)
    guard(app, settings)
    for blueprint in (templates, documents, batches, jobs, dossiers, operations, *PAGES):
        app.register_blueprint(blueprint)
    return app
