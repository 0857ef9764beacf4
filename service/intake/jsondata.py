"""A JSON file to rows: one object is one row, a list is many, {"rows": […]} too; and JSON text of any origin."""

import json
import re
from collections.abc import Sequence
from typing import Any

from service.errors import UnreadableInput
from service.forms.places import shown
from service.forms.schema import Form
from service.intake.text import decode
from service.vietnamese.text import find_control

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN')
_REASONS = (
    ("Expecting property name", "phải là tên trường trong dấu ngoặc kép"),
    ("Expecting ':'", "thiếu dấu hai chấm sau tên trường"),
    ("Expecting ','", "thiếu dấu phẩy giữa hai giá trị"),
    ("Expecting value", "thiếu giá trị"),
    ("Unterminated string", "dấu ngoặc kép mở ra mà không đóng"),
    ("Invalid control character", "có ký tự điều khiển hoặc xuống dòng trong ngoặc kép (xin ghi \\n)"),
    ("Invalid \\", "dấu \\ dùng sai"),
    ("Illegal trailing comma", "thừa dấu phẩy ở cuối"),
    ("Extra data", "thừa nội dung sau khi dữ liệu đã kết thúc"),
)


class _Fault(ValueError):
    """Valid for the parser, refused by us; the text is the sentence."""


def read_rows(data: bytes, form: Form) -> Sequence[Any]:
    """Give the raw rows of a JSON file.

    Raises:
        UnreadableInput: see parse; or not rows.
    """
    return _rows(parse(decode(data), "Tệp"), form)


def parse(text: str, what: str) -> Any:
    """Give the value of a JSON text; `what` is what people call it, as a sentence begins.

    Raises:
        UnreadableInput: not JSON (with line and column), NaN, a name given twice or that no paper can hold, a number
            of thousands of figures, nested too deep.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_once)
    except json.JSONDecodeError as exc:
        reason = next((words for start, words in _REASONS if exc.msg.startswith(start)), "sai cú pháp")
        raise UnreadableInput(
            f"{what} không phải JSON đúng: dòng {exc.lineno}, cột {exc.colno}: {reason}. Xin sửa chỗ này rồi gửi lại."
        ) from exc
    except _Fault as exc:
        raise UnreadableInput(f"{what} chưa dùng được{_constant_place(text)}: {exc}") from exc
    except ValueError as exc:
        raise UnreadableInput(f"{what} có số quá dài. Xin ghi số đó trong dấu ngoặc kép.") from exc
    except RecursionError as exc:
        raise UnreadableInput(f"{what} lồng quá nhiều cấp. Xin gửi đúng cấu trúc của biểu mẫu.") from exc


def _rows(value: object, form: Form) -> Sequence[Any]:
    if isinstance(value, dict):
        rows = value.get("rows")
        if isinstance(rows, list) and len(value) == 1 and "rows" not in form.root.by_name:
            return rows
        return [value]
    if isinstance(value, list):
        return value
    raise UnreadableInput(
        "Tệp JSON phải chứa một đối tượng (một văn bản) hoặc danh sách đối tượng (mỗi đối tượng một văn bản)."
    )


def _refuse_constant(name: str) -> Any:
    raise _Fault(f"JSON không có giá trị {name}; xin ghi số hoặc null.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Fault(f"trường “{shown(twice)}” được ghi hai lần trong cùng một đối tượng; xin giữ một.")
    for name in values:
        if (place := find_control(name)) is not None:
            raise _Fault(
                f"tên trường “{shown(name)}” có ký tự U+{ord(name[place]):04X} ở vị trí {place + 1}; xin xóa ký tự này."
            )
    return values


def _constant_place(text: str) -> str:
    """Find where the first NaN or Infinity stands outside of strings."""
    for found in _TOKEN.finditer(text):
        if not found[0].startswith('"'):
            before = text[: found.start()]
            return f", dòng {before.count(chr(10)) + 1}, cột {found.start() - before.rfind(chr(10))}"
    return ""
