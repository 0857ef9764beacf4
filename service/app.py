"""The application factory: settings in, a Flask app with everything joined out."""

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait

from flask import Flask

from service.settings import Settings
from service.web.api.batches import batches
from service.web.api.checks import checks
from service.web.api.documents import documents
from service.web.api.dossiers import dossiers
from service.web.api.jobs import jobs
from service.web.api.templates import templates
from service.web.api.uploads import uploads
from service.web.gate import guard
from service.web.joined import EXTENSION
from service.web.operations import operations
from service.web.pages import PAGES
from service.web.problems import handle_problems
from service.web.turns import take_turns
from service.wiring import Service, build, start_logging


def create_app(settings: Settings, service: Service | None = None) -> Flask:
    """Make the app; without `service` the real one is built, started, and closed when the process ends.

    Raises:
        BadSettings, StorageUnavailable: the service cannot be joined.
    """
    if service is None:
        follow_parent()
        start_logging(settings.log_level)
        service = build(settings)
        service.start()
        # Not atexit: by then the pools of threads take no more work and a job in hand would break, and a process that
        # was forked never comes to it. These are called first thing at the end, in both.
        threading._register_atexit(service.close)  # type: ignore[attr-defined]
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
    take_turns(app)
    for blueprint in (templates, checks, documents, uploads, batches, jobs, dossiers, operations, *PAGES):
        app.register_blueprint(blueprint)
    return app


def follow_parent() -> None:
    """Let this process end with the server that forked it: it must not work on unseen, nor outlast its own start.

    The server sets its signals when the app is made; until then those of its parent are in force, which would ignore
    that everything is to end.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)

    def watch() -> None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="follow-parent", daemon=True).start()
