"""A fresh, working template of a layout, and a whole package around it, for `vanban new`."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import Conflict, InputError
from service.layouts.header import party_header, personal_header, state_header, title_block
from service.layouts.look import LOOKS, look_of
from service.layouts.page import Draft, new_draft, save
from service.layouts.prose import body, control, heading
from service.layouts.signature import Signer, recipients_and_signature, two_signatures
from service.vietnamese.names import upper
from service.vietnamese.text import slug as slug_of

LAYOUTS = tuple(LOOKS)
TEMPLATE = "van-ban.docx"


def skeleton(layout: str, target: Path, *, title: str) -> None:
    """Write a .docx with the blocks of a layout and tags in them; `title` is the type of paper (“Thông báo”).

    Raises:
        NotFound: there is no such layout.
    """
    draft = new_draft(layout, title=title)
    _ADD[draft.look.layout](draft, title)
    save(draft, target)


def skeleton_package(slug: str, layout: str, folder: Path, title: str) -> None:
    """Write package.toml, form, template and sample into `folder`, which must not exist yet or be empty.

    Raises:
        NotFound: there is no such layout.
        InputError: `slug` is no name for a package.
        Conflict: the folder holds something already.
    """
    if slug != slug_of(slug) or not slug:
        raise InputError(f"Tên bộ mẫu “{slug}” chỉ gồm chữ thường không dấu, số và dấu gạch nối.")
    look = look_of(layout)
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(f"Đã có bộ mẫu “{slug}”. Xin chọn tên khác hoặc xóa thư mục cũ trước.")
    skeleton(layout, folder / TEMPLATE, title=title)
    fields = _PERSONAL if layout == "ca-nhan" else _OFFICE
    package = _package(title=title, layout=layout, rules=look.rules)
    (folder / "package.toml").write_text(package, encoding="utf-8")
    _write_json(folder / "form.schema.json", _form(title, fields))
    samples = {field.name: field.sample for field in fields} | (
        _STATE_SAMPLES if layout == "nha-nuoc" else {}
    )
    _write_json(folder / "sample.json", samples)


@dataclass(frozen=True)
class _Field:
    """One field of a skeleton's form; `more` are further keywords of JSON Schema."""

    name: str
    title: str
    sample: Any
    more: dict[str, Any]
    required: bool = True


def _line(name: str, title: str, sample: str, **more: Any) -> _Field:
    return _Field(name, title, sample, {"type": "string", "minLength": 1, "maxLength": 200, **more})


_DATE = _Field("ngay_ban_hanh", "Ngày ban hành", "2026-08-05", {"type": "string", "format": "vn-date"})
_PLACE = _line("dia_danh", "Địa danh", "Mỹ Thọ")
_ABOVE = _line("co_quan_cap_tren", "Cơ quan, tổ chức cấp trên", "Đảng bộ xã Mỹ Thọ")
_ORGAN = _line("co_quan", "Cơ quan, tổ chức ban hành", "Chi bộ ấp Mỹ Thạnh")
_CONTENT = _Field(
    "noi_dung",
    "Nội dung",
    ["Nội dung thứ nhất của văn bản.", "Nội dung thứ hai của văn bản."],
    {
        "type": "array",
        "minItems": 1,
        "description": "Mỗi đoạn văn một dòng.",
        "items": {"type": "string", "minLength": 1, "maxLength": 5000, "title": "Đoạn văn"},
    },
)
_OFFICE = (
    _ABOVE,
    _ORGAN,
    _line("ky_hieu", "Ký hiệu sau số văn bản", "TB/CB", maxLength=30),
    _Field("so", "Số văn bản", 1, {"type": ["integer", "null"], "minimum": 1}, required=False),
    _PLACE,
    _DATE,
    _line("trich_yeu", "Trích yếu", "Về lịch sinh hoạt chi bộ tháng 8 năm 2026", maxLength=300),
    _CONTENT,
    _Field(
        "noi_nhan",
        "Nơi nhận",
        ["Đảng ủy xã (báo cáo)", "Các đảng viên trong chi bộ"],
        {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "minLength": 1, "maxLength": 200, "title": "Nơi nhận"},
        },
    ),
    _line("quyen_han", "Quyền hạn ký", "T/M CHI BỘ", description="T/M … của Đảng, TM. … của Nhà nước."),
    _line("chuc_vu", "Chức vụ người ký", "Bí thư"),
    _line("nguoi_ky", "Họ và tên người ký", "Nguyễn Thành Được", format="vn-name"),
)
_STATE_SAMPLES: dict[str, Any] = {
    "co_quan_cap_tren": "Ủy ban nhân dân tỉnh Đồng Tháp",
    "co_quan": "Ủy ban nhân dân xã Mỹ Thọ",
    "ky_hieu": "TB-UBND",
    "trich_yeu": "Về lịch tiếp công dân tháng 8 năm 2026",
    "noi_nhan": ["Như trên", "Đảng ủy, Hội đồng nhân dân xã (báo cáo)"],
    "quyen_han": "TM. ỦY BAN NHÂN DÂN",
    "chuc_vu": "Chủ tịch",
}
_PERSONAL = (
    _ABOVE,
    _ORGAN,
    _PLACE,
    _DATE,
    _line("trich_yeu", "Dòng dưới tên văn bản", "Năm 2026"),
    _line("ho_ten", "Họ và tên", "Phạm Minh Quân", format="vn-name"),
    _Field("ngay_sinh", "Ngày sinh", "1985-05-19", {"type": "string", "format": "vn-date"}),
    _CONTENT,
    _line("chuc_vu", "Chức vụ người xác nhận", "Bí thư"),
    _Field(
        "nguoi_xac_nhan",
        "Người xác nhận",
        "Nguyễn Thành Được",
        {"type": "string", "format": "vn-name", "description": "Để trống khi chưa xác nhận."},
        required=False,
    ),
)


def _form(title: str, fields: tuple[_Field, ...]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "title": title,
        "required": [f.name for f in fields if f.required],
        "properties": {f.name: {"title": f.title, **f.more} for f in fields},
    }


def _package(*, title: str, layout: str, rules: str) -> str:
    name = "{{ ho_ten }}" if layout == "ca-nhan" else "{{ trich_yeu }}"
    number = "" if layout == "ca-nhan" else '\n[number]\nfield = "so"\nseries = "VB"\n'
    quoted = json.dumps(title, ensure_ascii=False)  # a JSON string is a TOML basic string
    return f"""title = {quoted}
description = ""
version = "1.0"
layout = "{layout}"
rules = "{rules}"
{number}
[[document]]
template = "{TEMPLATE}"
title = {quoted[:-1]} {name}"
file = "{slug_of(title)}-{name}"

[document.metadata]
kind = {quoted}
date = "{{{{ ngay_ban_hanh }}}}"
organ = "{{{{ co_quan }}}}"
"""


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


_NUMBER = "{% if so %}{{ so | pad }}{% else %}      {% endif %}"
_PLACE_DATE = "{{ dia_danh }}, {{ ngay_ban_hanh | ngay }}"
_NAMES = {"above": "{{ co_quan_cap_tren | lien_ten | hoa }}", "organ": "{{ co_quan | lien_ten | hoa }}"}


def _add_party(draft: Draft, title: str) -> None:
    party_header(draft, **_NAMES, number=f"Số {_NUMBER}-{{{{ ky_hieu }}}}", place_date=_PLACE_DATE)
    _add_office(draft, title, last="- Lưu Chi bộ.")


def _add_state(draft: Draft, title: str) -> None:
    state_header(draft, **_NAMES, number=f"Số: {_NUMBER}/{{{{ ky_hieu }}}}", place_date=_PLACE_DATE)
    _add_office(draft, title, last="- Lưu: VT.")


def _add_office(draft: Draft, title: str, *, last: str) -> None:
    title_block(draft, kind=upper(title), about="{{ trich_yeu }}")
    _add_content(draft, "Văn bản này được thực hiện kể từ ngày ký.")
    recipients = ("{%p for x in noi_nhan %}", "- {{ x }};", "{%p endfor %}", last)
    signer = Signer("{{ quyen_han | hoa }}", "{{ chuc_vu | hoa }}", "{{ nguoi_ky }}")
    recipients_and_signature(draft, recipients=recipients, signer=signer)


def _add_personal(draft: Draft, title: str) -> None:
    personal_header(draft, **_NAMES, place_date=_PLACE_DATE)
    title_block(draft, kind=upper(title), about="{{ trich_yeu }}")
    body(draft, "Họ và tên: **{{ ho_ten }}**.")
    body(draft, "Ngày sinh: {{ ngay_sinh | ngay_ngan }}.")
    _add_content(draft, "Tôi cam đoan những nội dung trên là đúng sự thật.")
    confirming = Signer("XÁC NHẬN CỦA CHI BỘ", "{{ chuc_vu | hoa }}", "{{ nguoi_xac_nhan }}")
    two_signatures(draft, confirming, Signer("NGƯỜI VIẾT", "", "{{ ho_ten }}"))


def _add_content(draft: Draft, closing: str) -> None:
    heading(draft, "I- NỘI DUNG")
    control(draft, "{%p for x in noi_dung %}")
    body(draft, "{{ x }}")
    control(draft, "{%p endfor %}")
    body(draft, closing, keep_next=True)


_ADD = {"dang": _add_party, "nha-nuoc": _add_state, "ca-nhan": _add_personal}
