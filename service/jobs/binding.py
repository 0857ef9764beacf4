"""Binding PDF files as they lie in a folder into one dossier: what `vanban bind` does, without rows.

Papers made here and papers from elsewhere go the same way: what each reaches is proved, not taken from where it came.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.dossier.make import Bound, make_dossier
from service.dossier.manifest import ORIGINALS, as_json
from service.dossier.proof import beside
from service.dossier.record import Entry
from service.dossier.wanted import Wanted
from service.errors import Conflict, FieldError, NotFound, RefusedPdf, StorageUnavailable
from service.jobs.sign import UNSIGNED, Signed, sign_in_place
from service.jobs.signatures import checked
from service.jobs.uploads import Told, findings_of, foreign_of, record_of
from service.model import Finding
from service.pdf.foreign.door import take_in
from service.pipeline import Tools, file_sha256, prove

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Paper:
    """One file to bind, what is told of it, and, when it was looked through, what its sender should know."""

    path: Path
    told: Told
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class BoundFiles:
    """The dossier with its manifest, the papers in it, where the originals of some lie, and how it was signed."""

    bound: Bound
    papers: tuple[Paper, ...]
    entries: tuple[Entry, ...]
    originals: tuple[Path, ...]
    signed: Signed = UNSIGNED


def bind_files(
    tools: Tools,
    papers: Sequence[Paper],
    wanted: Wanted,
    target: Path,
    progress: Progress,
    *,
    sign: bool = False,
) -> BoundFiles:
    """Bind the papers in their order into `target`, its manifest beside it, and the originals that must be kept.

    With `sign` the dossier is signed in its place and then judged again; one that could not be signed stays as bound.

    Raises:
        RefusedPdf: some cannot be bound; carries every reason of every file.
        NotFound, Conflict: a file is not there; another file lies where an original is to be kept.
        StorageUnavailable: a file cannot be read or written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".dang-dong-", dir=target.parent) as folder:
            taken = _taken(tools, papers, Path(folder), progress)
            entries = [entry for _, entry in taken]
            bound, signed = make_dossier(tools, entries, wanted, target), UNSIGNED
            progress("bind", 1, 1)
            if sign:
                signed = sign_in_place(tools.signer, bound.pdf)
                progress("sign", 1, 1)
                bound = _judged_again(tools, bound, wanted) if signed.told else bound
        laid = _lay_beside(bound, entries, signed)
        return BoundFiles(bound, tuple(p for p, _ in taken), tuple(entries), laid, signed)
    except OSError as exc:
        raise StorageUnavailable.of("Không đọc hoặc ghi được tệp", exc) from exc


def _taken(
    tools: Tools, papers: Sequence[Paper], folder: Path, progress: Progress
) -> list[tuple[Paper, Entry]]:
    done, wrong = [], list[FieldError]()
    for number, paper in enumerate(papers, start=1):
        try:
            done.append(_one(tools, paper, folder / f"{number:05}.pdf"))
        except RefusedPdf as exc:
            wrong += [
                replace(e, pointer=f"/{number}", detail=f"{paper.path}: {e.detail}") for e in exc.errors
            ]
        progress("take", number, len(papers))
    if wrong:
        raise RefusedPdf("Có tệp PDF chưa thể đóng vào hồ sơ, nên chưa đóng gì.", errors=wrong)
    return done


def _one(tools: Tools, paper: Paper, copy: Path) -> tuple[Paper, Entry]:
    if not paper.path.is_file():
        raise NotFound(f"Không tìm thấy tệp {paper.path}.")
    taken = checked(take_in(paper.path, copy, paper.told.title, tools.judge), paper.path, tools.signer)
    record = record_of(taken, paper.told, paper.path.name)
    foreign = foreign_of(taken, paper.told, paper.path.name, paper.path)
    known = replace(paper, findings=tuple(findings_of(taken)))
    return known, Entry(copy, record, taken.pages, foreign=foreign)


def _judged_again(tools: Tools, bound: Bound, wanted: Wanted) -> Bound:
    """Judge the signed file where the unsigned one was judged; what is kept is the verdict on what is kept."""
    if bound.verdict is None:
        return bound
    return replace(bound, verdict=prove(tools, bound.pdf, bound.level.flavours(wanted.part)))


def _lay_beside(bound: Bound, entries: Sequence[Entry], signed: Signed) -> tuple[Path, ...]:
    """Write the manifest beside the dossier, and the originals into a folder of their own."""
    stem, laid = f"{bound.pdf.stem}.{ORIGINALS}", []
    documents = [_moved(said, stem) for said in bound.manifest["documents"]]
    for said, entry in zip(documents, entries, strict=True):
        original = said["original"]
        if original["kept"] == "beside" and entry.foreign is not None and entry.foreign.original is not None:
            laid.append(_laid(entry.foreign.original, bound.pdf.parent / original["file"]))
    told = {**bound.manifest, "documents": documents, "file": bound.pdf.name, "pages": bound.pages}
    told["sha256"] = file_sha256(bound.pdf)
    if bound.verdict is not None:
        told |= {"verified": bound.verdict.compliant, "verdict": bound.verdict.as_dict()}
    told |= {"signature": signed.told} if signed.told else {}
    beside(bound.pdf).write_bytes(as_json(told))
    return tuple(laid)


def _moved(said: Mapping[str, Any], folder: str) -> dict[str, Any]:
    """Name the folder of the originals after the dossier: many dossiers may lie in one folder."""
    original = dict(said["original"])
    if original["kept"] == "beside":
        original["file"] = f"{folder}/{Path(original['file']).name}"
    return {**said, "original": original}


def _laid(source: Path, target: Path) -> Path:
    target.parent.mkdir(exist_ok=True)
    content = source.read_bytes()
    with suppress(FileExistsError):
        with target.open("xb") as writer:
            writer.write(content)
        return target
    if target.read_bytes() != content:
        raise Conflict(f"Tệp {target} đã có với nội dung khác nên không ghi đè. Xin chọn tên hồ sơ khác.")
    return target
