"""The words of the pages for states, moments and spans; template filters."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import Blueprint

from service.errors import InputError, InvalidSubmission, ServiceError
from service.model import VIETNAM
from service.vietnamese.dates import short_date
from service.vietnamese.numbers import group
from service.web.joined import joined

STATES: Mapping[str, str] = {
    "queued": "Đang chờ",
    "running": "Đang làm",
    "done": "Đã xong",
    "partly": "Xong một phần",
    "failed": "Không thành công",
    "cancelled": "Đã hủy",
}
STAGES: Mapping[str, str] = {
    "make": "Đang làm văn bản",
    "bind": "Đang đóng hồ sơ",
    "sign": "Đang ký số hồ sơ",
    "verify": "Đang kiểm định PDF/A",
    "done": "Đã xong",
}
ENDED = ("done", "partly", "failed", "cancelled")
MANY_SECONDS = 90

words = Blueprint("words", __name__)


@words.app_template_filter("luc")
def moment(text: str | None) -> str:
    """Write a kept moment in Vietnamese time: "17:05, 05/02/2026"."""
    return f"{datetime.fromisoformat(text).astimezone(VIETNAM):%H:%M, %d/%m/%Y}" if text else ""


@words.app_template_filter("ngay_ngan")
def day(value: date | None) -> str:
    """Write a date as papers do: "05/8/2026"."""
    return short_date(value) if value else ""


@words.app_template_filter("ten_mau")
def package_title(slug: str) -> str:
    """Name a template package by its title; one that is gone by its slug."""
    try:
        return joined().library.get(slug).title
    except ServiceError:
        return slug


@words.app_template_filter("chua_duoc")
def heading(problem: InputError, otherwise: str) -> str:
    """Head an error by its own title; what only says that the form was filled in wrongly, by the page's words."""
    return otherwise if problem.code == InvalidSubmission.code else problem.title


@words.app_template_filter("nghin")
def figure(number: int) -> str:
    """Write a whole number: 5.631."""
    return group(number)


@words.app_template_filter("con_lai")
def span(seconds: int | None) -> str:
    """Say how long something will take: "khoảng 40 giây", "khoảng 3 phút"."""
    if seconds is None:
        return ""
    if seconds < MANY_SECONDS:
        return f"khoảng {max(5, round(seconds / 5) * 5)} giây"
    return f"khoảng {group(round(seconds / 60))} phút"


@words.app_template_filter("trang_thai")
def state(name: str) -> str:
    """Name a job's state."""
    return STATES.get(name, name)


@words.app_template_filter("buoc")
def stage(name: str) -> str:
    """Name a job's stage."""
    return STAGES.get(name, name)


@words.app_template_filter("chuan")
def standards(verdict: Mapping[str, Any] | None) -> str:
    """Name the standards that a file was held against; without a verdict, those that every document is."""
    flavours = verdict["flavours"] if verdict else [{"flavour": name} for name in ("2a", "ua1")]
    return levels([f["flavour"] for f in flavours])


@words.app_template_filter("muc")
def levels(flavours: Sequence[str]) -> str:
    """Name standards that veraPDF calls "2a", "ua1"."""
    return " và ".join("PDF/UA-1" if f == "ua1" else f"PDF/A-{f}" for f in flavours)
