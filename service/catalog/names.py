"""Hold the names that templates use against the fields of the form: unknown ones, wrong kinds, fields never used."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from service.catalog.findings import error, warning
from service.catalog.manifest import FORM
from service.catalog.tags import Variable
from service.catalog.variables import How
from service.forms.schema import Field, Form
from service.model import Finding
from service.vietnamese.text import closest

TAKES_LISTS = frozenset(
    {
        "length",
        "count",
        "cot",
        "join",
        "noi",
        "xep_ten",
        "sort",
        "tong",
        "sum",
        "first",
        "last",
        "default",
        "d",
    }
)
TAKES_FLAGS = frozenset({"co_khong", "danh_dau"})


def find_name_faults(variables: Iterable[Variable], form: Form) -> list[Finding]:
    """Give each wrong use of a name, the same name at the same place once."""
    found = [f for v in variables for f in _of_variable(v, form)]
    return list(dict.fromkeys(found))


def find_unused(variables: Iterable[Variable], form: Form, also: Iterable[str] = ()) -> list[Finding]:
    """Give the fields that no template and no text of the package uses (those in `also` count as used)."""
    used = {pointer_of(v.path) for v in variables} | {"/" + name.replace(".", "/") for name in also}
    found: list[Finding] = []
    for pointer, field in form.walk():
        if field.kind == "object" or any(u == pointer or u.startswith(pointer + "/") for u in used):
            continue
        if any(pointer.startswith(f.pointer + "/") for f in found if f.pointer):
            continue  # told with the list or object that holds it
        mend = f"Thêm {{{{ {path_of(pointer)} }}}} vào mẫu, hoặc bỏ trường này khỏi biểu mẫu."
        text = f"Không mẫu nào dùng trường “{field.title}” ({path_of(pointer)})."
        found.append(replace(warning("P12", FORM, text, mend), pointer=pointer))
    return found


def pointer_of(path: str) -> str:
    """Write a dotted path as a JSON pointer with * for list positions: "vang[].ho_ten" → "/vang/*/ho_ten"."""
    return "".join(f"/{step}" for step in path.replace("[]", ".*").split("."))


def path_of(pointer: str) -> str:
    """Write a JSON pointer with * as a dotted path."""
    return pointer.lstrip("/").replace("/*", "[]").replace("/", ".")


def _of_variable(variable: Variable, form: Form) -> Iterator[Finding]:
    field = form.find(pointer_of(variable.path))
    if field is None:
        yield _unknown(variable, form)
        return
    use, name = variable.use, variable.path
    shown = variable.tag.text if variable.tag else f"{{{{ {name} }}}}"
    if use.how is How.LOOP and field.kind != "array":
        found = f"{shown} lặp theo “{field.title}”, nhưng trường này không phải danh sách."
        yield error(
            "P13", variable.place, found, "Lặp theo một trường kiểu danh sách, hoặc in thẳng trường này."
        )
    if use.how is not How.PRINT:
        return
    if field.kind == "object" or (field.kind == "array" and not TAKES_LISTS & {*use.filters}):
        yield error(
            "P13", variable.place, f"{shown} in thẳng {_kind(field)} “{field.title}”.", _mend(field, name)
        )
    elif field.kind == "boolean" and not TAKES_FLAGS & {*use.filters}:
        mend = f"Viết {{{{ {name}|co_khong }}}} hoặc {{{{ {name}|danh_dau }}}}, hoặc dùng {{% if {name} %}}."
        yield error("P13", variable.place, f"{shown} in thẳng giá trị đúng/sai “{field.title}”.", mend)


def _kind(field: Field) -> str:
    return "danh sách" if field.kind == "array" else "nhóm trường"


def _mend(field: Field, name: str) -> str:
    if field.kind == "array":
        return f"Dùng {{% for x in {name} %}} … {{% endfor %}}, hoặc {{{{ {name}|join(', ') }}}}."
    inner = field.fields[0].name if field.fields else "…"
    return f"Gọi tên mục con, ví dụ {{{{ {name}.{inner} }}}}."


def _unknown(variable: Variable, form: Form) -> Finding:
    steps = pointer_of(variable.path).split("/")[1:]
    known, holder = 0, form.root
    while (inner := form.find("".join(f"/{s}" for s in steps[: known + 1]))) is not None:
        known, holder = known + 1, inner
    wrong = steps[known]
    base = path_of("/" + "/".join(steps[:known])) if known else ""
    siblings = list((holder.item or holder).by_name if holder.kind == "array" else holder.by_name)
    guess = closest(wrong, siblings)
    full = f"{base}.{guess}" if base else guess
    where = f" trong “{holder.title}”" if base else ""
    shown = variable.tag.text if variable.tag else f"“{variable.path}”"
    found = f"{shown} dùng tên “{wrong}”, biểu mẫu không có tên này{where}."
    mend = (
        f"Ý bạn là {{{{ {full} }}}}?"
        if guess
        else f"Thêm trường “{wrong}” vào biểu mẫu, hoặc sửa lại tên trong thẻ."
    )
    return error("P6", variable.place, found, mend)
