"""Check a template package or one Word file: everything that would go wrong, at its place, with what to do.

Reads and reports; changes nothing. The rules are in service.catalog.findings and docs/mau.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from service.catalog.findings import error, errors_in, warning
from service.catalog.infer import infer_schema, sample_values
from service.catalog.manifest import MANIFEST, SAMPLE, DocumentSpec
from service.catalog.markup import PartMarkup, read_markup
from service.catalog.names import find_name_faults, find_unused, pointer_of
from service.catalog.package import Package, read_package
from service.catalog.sandbox import inspect_source
from service.catalog.soundness import find_faults
from service.catalog.tags import Variable, find_text_variables, find_variables
from service.catalog.trial import find_render_fault
from service.catalog.variables import How
from service.catalog.wordcheck import find_word_faults
from service.catalog.wordfile import read_word_file
from service.errors import BrokenPackage
from service.forms.clean import clean
from service.forms.schema import Form, load_form
from service.model import Finding


@dataclass(frozen=True)
class CheckedPackage:
    """A package with what was found; `package` is None when it could not even be read."""

    package: Package | None
    findings: tuple[Finding, ...]


def examine(folder: Path) -> CheckedPackage:
    """Read and check in one go; for callers that need the package too."""
    reading = read_package(folder)
    if reading.package is None:
        return CheckedPackage(None, (*reading.findings, *_templates_alone(folder)))
    package = reading.package
    found = list(reading.findings)
    values = clean(package.form, package.sample, lenient=False).values
    variables: list[Variable] = []
    for document in package.documents:
        findings, used = _check_template(document.template, package.form, values)
        found += [_in_file(f, document.template.name) for f in findings]
        variables += used
        texts, used = _check_texts(document, package.form)
        found += texts
        variables += used
    also = [package.number_field] if package.number_field else []
    if not errors_in(found):
        found += find_unused(variables, package.form, also)
        found += _unfilled(variables, values)
    return CheckedPackage(package, tuple(dict.fromkeys(found)))


def check_template(docx: Path, form: Form | None) -> list[Finding]:
    """Give everything that is wrong with one Word file; without a form, names are taken as they come."""
    return _check_template(docx, form, None)[0]


def _check_template(
    docx: Path, form: Form | None, values: Mapping[str, Any] | None
) -> tuple[list[Finding], list[Variable]]:
    try:
        word = read_word_file(docx)
        found = find_word_faults(word)
        markups = read_markup(word)
    except BrokenPackage as exc:
        return [error("P1", docx.name, exc.detail, "Mở tệp bằng Word, sửa rồi lưu lại dạng .docx.")], []
    for markup in markups:
        found += find_faults(markup)
    variables = find_variables(markups)
    if not markups:
        found.append(
            warning("P5", docx.name, "Mẫu không có thẻ nào.", "Đặt thẻ như {{ ho_ten }} vào chỗ cần điền.")
        )
    if form is None:
        form, faults = _inferred_form(variables, docx.name)
        found += faults
        values = None if form is None else clean(form, sample_values(form.schema), lenient=False).values
    elif not errors_in(found):
        found += find_name_faults(variables, form)
    if values is not None and not errors_in(found):
        found += _trials(markups, values)
    return found, variables


def _inferred_form(variables: list[Variable], name: str) -> tuple[Form | None, list[Finding]]:
    if not variables:
        return None, []
    try:
        return load_form(infer_schema(variables)), []
    except BrokenPackage as exc:
        mend = "Tên viết chữ thường không dấu, nối bằng gạch dưới, ví dụ {{ ho_ten }}."
        return None, [error("P6", name, e.detail, mend) for e in exc.errors]


def _trials(markups: tuple[PartMarkup, ...], values: Mapping[str, Any]) -> Iterator[Finding]:
    for markup in markups:
        fault = find_render_fault(markup, values)
        if fault is not None:
            yield fault


def _check_texts(document: DocumentSpec, form: Form) -> tuple[list[Finding], list[Variable]]:
    texts = {"title": document.title, "file": document.file}
    texts |= {f"metadata.{key}": text for key, text in document.metadata.items()}
    if document.when is not None:
        texts["when"] = "{% if " + document.when + " %}{% endif %}"
    found: list[Finding] = []
    variables: list[Variable] = []
    for key, text in texts.items():
        place = f"{MANIFEST}, {document.template.name}, {key}"
        problems = inspect_source(text)
        mend = "Viết như thẻ trong mẫu Word, ví dụ {{ ho_ten }}."
        found += [error("P5", place, f"“{text[:80]}”: {p.message}", mend) for p in problems]
        variables += find_text_variables(text, place)
    return found + find_name_faults(variables, form), variables


def _unfilled(variables: list[Variable], values: Mapping[str, Any]) -> Iterator[Finding]:
    """A sample that leaves a printed tag empty proves nothing about it."""
    for path in dict.fromkeys(v.path for v in variables if v.use.how is How.PRINT):
        if not any(v not in ("", None, []) for v in _values_at(values, pointer_of(path).split("/")[1:])):
            mend = f"Cho “{path}” một giá trị trong {SAMPLE}, để lần điền thử thấy được chỗ đó."
            yield warning("P16", SAMPLE, f"Không có giá trị nào cho “{path}”.", mend)


def _values_at(value: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _values_at(item, steps[1:] if steps[0] == "*" else steps)
    elif isinstance(value, Mapping) and steps[0] in value:
        yield from _values_at(value[steps[0]], steps[1:])


def _templates_alone(folder: Path) -> list[Finding]:
    """Judge the Word files of a package whose form or manifest cannot be read, so that all is told at once."""
    files = sorted(folder.glob("*.docx")) if folder.is_dir() else [folder]
    names = [f for f in files if f.is_file() and not f.name.startswith("~$")]
    return [_in_file(f, docx.name) for docx in names for f in check_template(docx, None)]


def _in_file(finding: Finding, name: str) -> Finding:
    if finding.place == name:
        return finding
    return replace(finding, place=f"{name}, {finding.place}")
