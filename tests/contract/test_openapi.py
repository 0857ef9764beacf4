"""The written contract and the running API say the same; no request that fits or breaks it makes the API fail."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from service.web.contract import document
from tests.api import VALUES, client_app, small_packages
from tests.builders_foreign import a_scan, written
from tests.web_app import a_service

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
    allow_header_conformance,
]
METHODS = {"get", "post", "put", "patch", "delete"}
OPERATIONS = [
    (method, path) for path, item in document()["paths"].items() for method in item if method in METHODS
]
FIT, BROKEN = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
WITH_BODY = [(m, p) for m, p in OPERATIONS if "requestBody" in document()["paths"][p][m]]
CASES = [(m, p, FIT) for m, p in OPERATIONS] + [(m, p, BROKEN) for m, p in WITH_BODY]
EXAMPLES = 15


def contract_path(rule: str) -> str:
    """Write a Flask rule as the contract writes it: every id is {id}, a template's name {slug}."""
    return re.sub(r"<(\w+)>", lambda m: "{slug}" if m[1] == "slug" else "{id}", rule)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    packages = small_packages(tmp_path_factory.mktemp("mau"))
    (
        packages / "hong" / "package.toml"
    ).unlink()  # its 503 is right, and no server error that ought to be found
    for file in (packages / "hong").iterdir():
        file.unlink()
    (packages / "hong").rmdir()
    service = a_service(tmp_path_factory.mktemp("du-lieu"), VANBAN_TEMPLATES=str(packages))
    yield client_app(service)
    service.close()


@pytest.fixture(scope="module")
def known(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One thing of each kind that addresses can name."""
    client = app.test_client()
    document_id = client.post("/api/v1/documents", json={"template": "giay-moi", "values": VALUES}).json["id"]
    job = client.post("/api/v1/dossiers", json={"title": "Hồ sơ", "documents": [document_id]}).json
    dossier = client.get(job["links"]["self"]).json["links"]["dossier"]
    sent = {
        "file": (BytesIO(written(a_scan(), tmp_path_factory.mktemp("scan") / "a.pdf").read_bytes()), "a.pdf")
    }
    return {
        "uploads": client.post("/api/v1/uploads", data=sent).json["id"],
        "templates": "giay-moi",
        "documents": document_id,
        "jobs": job["id"],
        "dossiers": dossier.rsplit("/", 1)[1],
    }


def test_the_contract_is_sound_openapi() -> None:
    errors = OpenAPIV31SpecValidator(document()).iter_errors()
    assert [e.message for e in errors] == []


def test_contract_and_app_have_the_same_addresses_and_methods(app: Flask) -> None:
    served = set()
    for rule in app.url_map.iter_rules():
        root = rule.endpoint.startswith("operations.")
        if root or rule.rule.startswith("/api/"):
            methods = {m.lower() for m in rule.methods or ()} & METHODS
            served |= {(method, contract_path(rule.rule)) for method in methods}
    assert served == set(OPERATIONS)


def test_every_operation_is_named_summed_up_and_has_its_refusals() -> None:
    operations = [document()["paths"][path][method] for method, path in OPERATIONS]
    assert len({o["operationId"] for o in operations}) == len(operations)
    for operation in operations:
        assert operation["summary"]
        assert operation["tags"]
        assert "default" in operation["responses"] or operation["operationId"] == "health"


def test_every_call_that_makes_something_can_be_repeated_by_its_key() -> None:
    operations = [document()["paths"][path][method] for method, path in OPERATIONS]
    making = [o for o in operations if {"201", "202"} & o["responses"].keys()]
    assert len(making) >= 5
    for operation in making:
        assert {"$ref": "#/components/parameters/key"} in operation["parameters"], operation["operationId"]


@pytest.mark.parametrize(("method", "path", "mode"), CASES, ids=str)
def test_no_request_makes_the_api_fail_or_answer_beside_the_contract(
    app: Flask, known: dict[str, str], method: str, path: str, mode: GenerationMode
) -> None:
    operation = schema_of(app, mode)[path][method]

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=mode), named=st.booleans())
    def call(case: Case, named: bool) -> None:
        if named:
            name_known(case, known)
        case.validate_response(case.call(), checks=CHECKS)

    call()


def name_known(case: Case, known: dict[str, str]) -> None:
    """Let an address name something that is there, and a body a package that is there."""
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known[case.path.split("/")[3]]
    body: Any = case.body
    if isinstance(body, dict) and isinstance(body.get("template"), str):
        body["template"] = "giay-moi"
        if isinstance(body.get("values"), dict):
            body["values"] = VALUES | body["values"]
        if isinstance(body.get("rows"), list):
            body["rows"] = [VALUES | row for row in body["rows"] if isinstance(row, dict)]


def schema_of(app: Flask, mode: GenerationMode) -> Any:
    generation = GenerationConfig(modes=[mode])
    config = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=generation)))
    return schemathesis.openapi.from_wsgi("/openapi.json", lambda *args: _whole(app, *args), config=config)


def _whole(app: Flask, environ: Any, start_response: Any) -> list[bytes]:
    """Read an answer to its end and close it, as a server does."""
    answer = app(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()
