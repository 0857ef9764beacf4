"""What commands that bind a dossier ask for alike: which parts of its own it has, and what they say."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

import click

from service.dossier.record import Details
from service.errors import FieldError, InvalidSubmission
from service.vietnamese.text import find_control, one_line

NAMES = tuple(f.name for f in fields(Details))
F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--no-cover", is_flag=True, help="Hồ sơ không có bìa."),
    click.option("--no-contents", is_flag=True, help="Hồ sơ không có mục lục."),
    click.option("--no-closing", is_flag=True, help="Hồ sơ không có chứng từ kết thúc."),
    click.option(
        "--about",
        type=(str, str),
        multiple=True,
        metavar="TÊN GIÁ-TRỊ",
        help=f"Điều ghi trên bìa và chứng từ kết thúc, ví dụ --about dossier_code TH.01. Tên: {', '.join(NAMES)}.",
    ),
)


def part_options(command: F) -> F:
    """Give a command the options `read_parts` reads."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_title(given: Mapping[str, Any]) -> str:
    """Give the title of a dossier on one line; "" when none was given.

    Raises:
        InvalidSubmission: it holds what cannot be printed.
    """
    title = one_line(given["title"])
    if find_control(title) is not None:
        said = "Tiêu đề hồ sơ có ký tự điều khiển không in được; xin gõ lại."
        raise InvalidSubmission(errors=[FieldError(pointer="/title", rule="control", detail=said)])
    return title


def read_parts(given: Mapping[str, Any]) -> dict[str, Any]:
    """Give the members cover, contents, closing and details of Order and Wanted.

    Raises:
        click.BadParameter: nothing of that name stands on cover or closing sheet.
        InvalidSubmission: what is said cannot be printed.
    """
    about = dict(given["about"])
    for name in about:
        if name not in NAMES:
            raise click.BadParameter(name, param_hint="--about")
    parts = {part: not given[f"no_{part}"] for part in ("cover", "contents", "closing")}
    return {**parts, "details": Details.from_dict(about)}
