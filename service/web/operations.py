"""What operators and integrators ask at the root: alive, ready, figures, the contract and a page to try it."""

from shutil import disk_usage
from typing import Any

from flask import Blueprint, Response, jsonify, render_template
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client.process_collector import ProcessCollector
from sqlalchemy import func, select

from service.database.schema import document, job
from service.errors import StorageUnavailable, ToolMissing
from service.storage.local import RESERVE
from service.web.contract import document as contract
from service.web.joined import joined

operations = Blueprint("operations", __name__)


@operations.get("/healthz")
def health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@operations.get("/readyz")
def ready() -> dict[str, str]:
    """Say that work can be taken: database and work folder can be written, files would find room, PDFs can be made.

    Raises:
        StorageUnavailable, ToolMissing: what is not so; nothing is started to find out.
    """
    shop = joined().shop
    with shop.database.write() as connection:
        connection.execute(select(func.count()).select_from(job))
    with shop.folder() as folder:
        (folder / "thu").write_bytes(bytes(4096))
        if disk_usage(joined().settings.storage_folder).free < RESERVE:
            raise StorageUnavailable
    if said := shop.tools.converter.problem:
        raise ToolMissing(said)
    return {"status": "ready", "templates": str(len(joined().library.list()))}


@operations.get("/metrics")
def metrics() -> Response:
    """Give figures for Prometheus, read from the rows at the moment of asking."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    jobs = Gauge("vanban_jobs", "Jobs by state", ["state"], registry=registry)
    documents = Gauge("vanban_documents", "Documents by state", ["state"], registry=registry)
    with joined().shop.database.read() as connection:
        for gauge, table in ((jobs, job), (documents, document)):
            for state, count in connection.execute(
                select(table.c.state, func.count()).group_by(table.c.state)
            ):
                gauge.labels(state).set(count)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@operations.get("/openapi.json")
def openapi() -> Response:
    """Give the contract."""
    answer: Any = jsonify(contract())
    return answer  # type: ignore[no-any-return]


@operations.get("/docs")
def docs() -> str:
    """Give the page to read and try the API."""
    return render_template("docs.html")
