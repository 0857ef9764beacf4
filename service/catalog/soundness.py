"""Judge the tags of one part by themselves, without a form: syntax, lost text, allowed means, blocks."""

import re
from collections.abc import Iterator

from service.catalog.balance import find_imbalances, find_open_block
from service.catalog.findings import error, warning
from service.catalog.markup import PartMarkup, Tag
from service.catalog.sandbox import inspect_source
from service.model import Finding

_UNCLOSED = re.compile("chưa được đóng bằng “end")
_RULE_OF = {"syntax": "P5", "filter": "P7", "test": "P7"}
_NAME_RULE = "Tên trường viết liền, không dấu, chữ thường, ví dụ {{ ho_ten }}."
_MEND_OF = {
    "P5": f"Xin viết lại thẻ. {_NAME_RULE}",
    "P7": "Chọn một bộ lọc trong docs/bo-loc.md.",
    "P8": "Để phần tính toán ở biểu mẫu hoặc bộ lọc; trong mẫu chỉ in, lặp và chọn.",
}


def find_faults(markup: PartMarkup) -> list[Finding]:
    """Give all that is wrong with the tags of one part, in reading order of each kind."""
    found = [_brace(f.place, f.found) for f in markup.faults]
    for tag in markup.tags:
        found += _of_tag(tag)
    if not markup.source or found:
        return found
    return list(_problems(markup)) or list(_imbalances(markup))


def _brace(place: object, sign: str) -> Finding:
    if len(sign) > 2:
        return error(
            "P5", place, f"Thẻ “{sign}” chưa đóng trước khi mở thẻ khác.", "Đóng thẻ bằng }} hoặc %}."
        )
    what = "mở mà chưa đóng" if sign in ("{{", "{%", "{#") else "đóng mà chưa mở"
    return error(
        "P5",
        place,
        f"Có dấu “{sign}” {what}.",
        "Thẻ phải nằm trọn trong một đoạn, viết đủ {{ … }} hoặc {% … %}.",
    )


def _of_tag(tag: Tag) -> Iterator[Finding]:
    if tag.kind != "{#" and not tag.inner:
        yield error("P5", tag.place, f"Thẻ {tag.text} trống.", _NAME_RULE)
    if tag.kind == "{{" and tag.level:
        mend = "Bỏ chữ đứng liền sau {{: viết {{ " + tag.inner + " }}."
        yield error("P8", tag.place, f"Thẻ {tag.text} in ra ngoài đoạn văn nên giá trị sẽ bị mất.", mend)
    elif tag.beside:
        what = {"p": "đoạn", "tr": "hàng", "tc": "ô"}[tag.level]
        found = f"Chữ “{tag.beside[:60]}” đứng cùng {what} với {tag.text} sẽ bị bỏ đi khi điền."
        yield error("P5", tag.place, found, f"Để thẻ {tag.text} một mình trong {what} riêng.")


def _problems(markup: PartMarkup) -> Iterator[Finding]:
    for problem in inspect_source(markup.source):
        tag = markup.tag_at(problem.line)
        if tag and problem.rule == "syntax" and tag.level in ("tr", "tc"):
            mend = f"Thẻ {{%{tag.level} … %}} chỉ dùng trong bảng; ngoài bảng dùng {{%p … %}}."
            yield error("P5", tag.place, f"Thẻ {tag.text} không đứng trong bảng.", mend)
            continue
        if _UNCLOSED.search(problem.message):
            tag = markup.tag_at(find_open_block(markup.source) or problem.line) or tag
        place, text = (tag.place, tag.text) if tag else (markup.part.label, "{{ … }}")
        rule = _RULE_OF.get(problem.rule, "P8")
        yield error(rule, place, f"Thẻ {text}: {problem.message}", _MEND_OF.get(rule, "Xin sửa lại thẻ này."))


def _imbalances(markup: PartMarkup) -> Iterator[Finding]:
    for fault in find_imbalances(markup.source):
        tag = markup.tag_at(fault.line)
        place, text = (tag.place, tag.text) if tag else (markup.part.label, "{% … %}")
        inner = tag.inner if tag else "…"
        if fault.kind == "table":
            mend = f"Để {{%tr {inner} %}} và thẻ đóng {{%tr … %}} mỗi thẻ trong một hàng riêng của bảng."
            yield error("P9", place, f"Khối {text} mở trong ô này mà đóng ở ô khác.", mend)
        elif fault.kind == "paragraph":
            mend = f"Nếu muốn lặp hoặc bỏ cả đoạn, dùng {{%p {inner} %}} và thẻ đóng {{%p … %}} ở đoạn riêng."
            yield warning("P9", place, f"Khối {text} mở ở đoạn này mà đóng ở đoạn khác.", mend)
        else:
            mend = "Để thẻ mở và thẻ đóng trong cùng một đoạn, cùng một cấp."
            yield error("P9", place, f"Khối {text} cắt ngang cấu trúc của văn bản nên sẽ làm hỏng tệp.", mend)
