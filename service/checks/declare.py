"""Understand the [[check]] tables of a package: which rule looks at which fields. Strict: what is unknown is told.

    [[check]]
    rule = "M1"
    total = "tong_so"
    present = "co_mat"
    absent = ["vang_co_ly_do", "vang_khong_ly_do"]

`each = "sinh_hoat[]"` judges every row by itself, `severity = "W"` weighs the rule otherwise in this package. Judges no
values; the page for authors is docs/quy-tac.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from service.catalog.manifest import MANIFEST
from service.catalog.package import Package
from service.checks.index import RULES
from service.checks.rule import MANY, TEXTS, Kind, Parameter, Rule
from service.checks.rulebook import LEVELS
from service.checks.terms import ROWS, Term, every_text, read_term
from service.errors import BrokenPackage, FieldError
from service.forms.schema import Form
from service.model import Finding, Severity
from service.vietnamese.text import closest

RULE_OF_TABLES = "P18"
"""The package rule that these findings belong to; P1 to P17 are in service.catalog.findings."""

REQUIRED = "Mục [[check]] gọi đúng quy tắc, đúng tham số và đúng trường của biểu mẫu."
COMMON = ("rule", "each", "severity")


@dataclass(frozen=True)
class Bound:
    """One [[check]] table understood: the rule, its paths by parameter, the rows it is repeated for."""

    rule: Rule
    terms: Mapping[str, tuple[Term, ...]]
    words: Mapping[str, Any]
    each: tuple[str, ...] = ()
    severity: str | None = None

    @cached_property
    def sorted_texts(self) -> tuple[Term, ...] | None:
        """The paths of the texts that are sorted out by what the rule sees in them; None: it wants all there are."""
        return self.terms.get(TEXTS) if self.rule.sees else None

    @cached_property
    def texts_alone(self) -> bool:
        """True when nothing but those texts is judged, and once."""
        return self.sorted_texts is not None and self.terms.keys() == {TEXTS} and not self.each

    @cached_property
    def blanks(self) -> Mapping[str, Any]:
        """What every parameter is when the package does not name it, and the words that it does name."""
        unnamed = {name: () if p.many else None for name, p in self.rule.parameters.items()}
        return {**unnamed, **self.words}


@dataclass(frozen=True)
class Declared:
    """All tables of a package; `findings` say what is wrong with them."""

    checks: tuple[Bound, ...]
    findings: tuple[Finding, ...]


def declared(package: Package) -> Declared:
    """Understand every [[check]] table of a package."""
    return understand(package.checks, package.form)


def understand(tables: Sequence[Mapping[str, Any]], form: Form) -> Declared:
    """Understand [[check]] tables against a form."""
    checks, findings = [], []
    texts = tuple(every_text(form))  # one and the same for all tables, so that it is followed once
    for position, table in enumerate(tables, start=1):
        reader = _Reader(form, texts, f"{MANIFEST}, [[check]] thứ {position}")
        bound = reader.bound(table)
        findings += reader.findings
        if bound is not None and not reader.findings:
            checks.append(bound)
    return Declared(tuple(checks), tuple(findings))


def broken(findings: Sequence[Finding], name: str) -> BrokenPackage:
    """Make the refusal of a package whose tables are wrong."""
    errors = [FieldError(detail=f"{f.place}: {f.found} {f.mend}", rule=f.rule) for f in findings]
    return BrokenPackage(f"Bộ mẫu {name} có lỗi. {errors[0].detail}", errors=errors)


class _Reader:
    """Takes one table apart and notes what does not fit."""

    def __init__(self, form: Form, texts: tuple[Term, ...], place: str) -> None:
        self.form, self.texts, self.place = form, texts, place
        self.findings: list[Finding] = []

    def bound(self, table: Mapping[str, Any]) -> Bound | None:
        name = table.get("rule")
        rule = RULES.get(name) if isinstance(name, str) else None
        if rule is None:
            self.note(f"Không có quy tắc “{name}”.", f"Dùng một trong: {', '.join(RULES)}.")
            return None
        self.place = f"{self.place} ({rule.id})"
        each = self._each(table.get("each"))
        terms, words = {}, {}
        for key, value in table.items():
            parameter = rule.parameters.get(key)
            if parameter is None:
                self._unknown(key, rule)
            elif parameter.kind in (Kind.WORD, Kind.PHRASES):
                words[key] = self._words(key, value, parameter)
            else:
                terms[key] = self._terms(key, value, parameter, each)
        if not any(all(p in table for p in group) for group in rule.needs):
            groups = " hoặc ".join(", ".join(g) for g in rule.needs)
            self.note("Thiếu tham số.", f"Cần: {groups}.")
        return Bound(rule, terms, words, each, self._severity(table.get("severity")))

    def _each(self, value: object) -> tuple[str, ...]:
        if value is None:
            return ()
        bare = str(value).removesuffix("[]")
        field = self.form.find("/" + bare.replace("[].", "/*/").replace(".", "/"))
        if not str(value).endswith("[]") or field is None or field.kind != "array":
            self.note(f"each = {value!r} không phải danh sách.", 'Viết như each = "sinh_hoat[]".')
            return ()
        return (*bare.replace("[].", ".*.").split("."), ROWS)

    def _severity(self, value: object) -> str | None:
        if value is None or value in LEVELS:
            return None if value is None else str(value)
        self.note(f"severity = {value!r} không dùng được.", f"Chọn: {', '.join(LEVELS)}.")
        return None

    def _terms(self, key: str, value: Any, parameter: Parameter, each: tuple[str, ...]) -> tuple[Term, ...]:
        if value == "*" and parameter.kind is Kind.TEXTS:
            return self.texts
        if isinstance(value, list) and not parameter.many:
            self.note(f"{key} chỉ nhận một trường.", f'Viết {key} = "tên_trường".')
            return ()
        found = []
        for source in value if isinstance(value, list) else [value]:
            try:
                found.append(self._term(source, parameter.kind, each))
            except ValueError as exc:
                self.note(f"{key}: {exc}", self._guess(source))
        return tuple(found)

    def _term(self, source: object, kind: Kind, each: tuple[str, ...]) -> Term:
        term = read_term(source, kind, self.form, each)
        if term.many and kind not in MANY and term.steps.count(ROWS) > each.count(ROWS):
            raise ValueError(f"“{source}” dẫn tới nhiều giá trị, tham số này chỉ nhận một.")
        return term

    def _words(self, key: str, value: Any, parameter: Parameter) -> Any:
        phrases = value if isinstance(value, list) else [value]
        if not phrases or not all(isinstance(p, str) and p.strip() for p in phrases):
            self.note(f"{key} phải là chữ, tìm thấy {value!r}.", f'Viết {key} = "…".')
            return None
        if parameter.kind is Kind.PHRASES:
            if any(p.count("{}") != 1 for p in phrases):
                self.note(
                    f"{key}: mỗi mẫu câu có đúng một {{}}.", f'Ví dụ {key} = "cuối năm có {{}} đảng viên".'
                )
            return tuple(phrases)
        if parameter.choices and value not in parameter.choices:
            self.note(f"{key} = “{value}” không dùng được.", f"Chọn: {', '.join(parameter.choices)}.")
        return value

    def _unknown(self, key: str, rule: Rule) -> None:
        if key not in COMMON:
            known = (*rule.parameters, *COMMON)
            guess = closest(key, known)
            self.note(
                f"Quy tắc không có tham số “{key}”.",
                f"Ý bạn là “{guess}”?" if guess else f"Chỉ dùng: {', '.join(known)}.",
            )

    def _guess(self, source: object) -> str:
        paths = [p.lstrip("/").replace("/*", "[]").replace("/", ".") for p, _ in self.form.walk()]
        guess = closest(str(source), paths)
        return f"Ý bạn là “{guess}”?" if guess else "Ghi tên một trường có trong biểu mẫu."

    def note(self, found: str, mend: str) -> None:
        self.findings.append(
            Finding(
                rule=RULE_OF_TABLES,
                severity=Severity.ERROR,
                required=REQUIRED,
                found=found,
                mend=mend,
                place=self.place,
            )
        )
