"""A whole service with fakes in place of the outside programs, over one small package, spoken to without HTTP."""

from functools import cache
from pathlib import Path
from typing import Any

from service.catalog.package import Package
from service.database.rows import DocumentRow, DossierRow, JobRow, documents_of, get_dossier, get_job
from service.jobs.order import Order, Rows
from service.model import Submission
from service.wiring import Service
from tests.builders import a_docx, a_form, a_package
from tests.web_app import a_service

INVITATION = """
title = "Giấy mời"
version = "1.2"
layout = "ca-nhan"
[[document]]
key = "giay-moi"
template = "giay-moi.docx"
title = "Giấy mời {{ ho_ten }}"
file = "giay-moi-{{ ho_ten }}"
[document.metadata]
number = "01-GM/CB"
organ = "Chi bộ ấp Mỹ Thọ"
date = "2026-02-05"
[[document]]
key = "phong-bi"
template = "phong-bi.docx"
title = "Phong bì gửi {{ ho_ten }}"
file = "phong-bi"
when = "gui_thu"
"""


def an_invitation(folder: Path) -> None:
    """Write the package giay-moi: an invitation, and an envelope for those who get it by post (`gui_thu`)."""
    a_package(
        folder,
        documents={
            "giay-moi.docx": _word("Kính mời ông {{ ho_ten }}"),
            "phong-bi.docx": _word("Kính gửi: {{ ho_ten }}"),
        },
        form=a_form(ho_ten="string", gui_thu="boolean", required=["ho_ten"]),
        sample={"ho_ten": "Nguyễn Văn An", "gui_thu": True},
        toml=INVITATION,
    )


@cache
def _word(text: str) -> bytes:
    return a_docx(text)


def invited(name: str, *, by_post: bool = False) -> Submission:
    """Give the data of one invitation."""
    return Submission.of({"ho_ten": name, "gui_thu": by_post})


class Office:
    """A service over `folder`. Making another one over the same folder is a restart: the former is put down first."""

    def __init__(self, folder: Path, **parts: Any) -> None:
        self.folder = folder
        self.templates = folder / "mau"
        if not self.templates.exists():
            an_invitation(self.templates)
        self.service: Service = a_service(folder / "du-lieu", parts, VANBAN_TEMPLATES=str(self.templates))
        self.desk, self.runner, self.shop = self.service.desk, self.service.runner, self.service.shop
        self.engine: Any = self.service.engine

    @property
    def package(self) -> Package:
        return self.service.library.get("giay-moi")

    def close(self) -> None:
        self.service.close()

    def batch(self, *names: str, by_post: bool = False, rows: Rows | None = None, **order: Any) -> str:
        """Send a batch of invitations and give the job's id."""
        good = [(n, invited(name, by_post=by_post)) for n, name in enumerate(names, start=1)]
        return self.desk.batch(self.package, rows or Rows(good), Order(**order))

    def job(self, job_id: str) -> JobRow:
        with self.shop.database.read() as connection:
            return get_job(connection, job_id)

    def documents(self, job_id: str) -> list[DocumentRow]:
        with self.shop.database.read() as connection:
            return documents_of(connection, job_id)

    def dossier(self, job_id: str) -> DossierRow:
        with self.shop.database.read() as connection:
            return get_dossier(connection, str(get_job(connection, job_id).dossier))

    def states(self, job_id: str) -> list[str]:
        return [d.state for d in self.documents(job_id)]

    def kept(self) -> list[str]:
        """Give the names of all kept files."""
        return sorted(p.name for p in (self.folder / "du-lieu" / "storage").rglob("*.*") if p.is_file())
