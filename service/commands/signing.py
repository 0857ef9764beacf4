"""`vanban sign`: a finished PDF gets its signature; and what the commands say of signatures."""

import json
from datetime import datetime
from pathlib import Path

import click

from service.commands.saying import say
from service.dossier.manifest import as_json
from service.dossier.proof import beside
from service.errors import BadSettings, Conflict, StorageUnavailable
from service.jobs.sign import Signed, signed_as
from service.model import VIETNAM, After, Signature
from service.pdf.signing.door import PdfSigner, seems_signed
from service.pdf.signing.means import HIDDEN, PLACES, Means
from service.pipeline import file_sha256
from service.settings import Settings
from service.wiring import now

STRIPPED = "tệp còn dấu vết của chữ ký số nhưng chữ ký đã bị gỡ hoặc hỏng. Xin lấy lại tệp gốc."


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp đã ký; mặc định là tên cũ thêm -da-ky.",
)
@click.option("--place", type=click.Choice(PLACES), help="Chỗ hiện chữ ký, thay cho VANBAN_SIGN_PLACE.")
@click.pass_obj
def sign(settings: Settings, file: Path, out: Path | None, place: str | None) -> None:
    """Ký số một tệp PDF đã làm xong (hồ sơ hoặc văn bản) bằng chứng thư đã đặt.

    Tệp đã có chữ ký thì chữ ký mới được thêm vào sau, không hiện trên trang; chữ ký trước vẫn nguyên giá trị.
    """
    target = out or file.with_name(f"{file.stem}-da-ky.pdf")
    settings = settings.replace(sign_place=place) if place else settings
    check_key(settings)
    signer = PdfSigner(Means.of(settings.values), now)
    if target.exists():
        raise Conflict(f"Tệp {target} đã có nên không ghi đè. Xin chọn tên khác bằng -o.")
    further = seems_signed(file)
    if further and place not in (None, HIDDEN):
        raise Conflict(
            f"Tệp {file} đã có chữ ký: chữ ký thêm không được hiện trên trang, vì thêm hình vào trang là sửa tệp "
            f"đã ký. Xin bỏ --place, hoặc ghi --place {HIDDEN}."
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StorageUnavailable.of(f"Không ghi được {target}", exc) from exc
    told = signed_as(signer, file, target)
    _write_manifest(file, target, told)
    click.echo(f"Đã ký: {target}")
    known = {k: v for k, v in told.items() if not k.startswith("unsigned_")}
    found = signer.signatures(target) if further else (Signature.from_dict(known),)
    for line in (line for one in found for line in signature_lines(str(target), one)):
        say(line)


def check_key(settings: Settings) -> None:
    """Refuse before anything is made where nothing is set to sign with.

    Raises:
        BadSettings: names the setting that is missing.
    """
    problem = Means.of(settings.values).problem
    if problem:
        raise BadSettings(problem)


def tell_signature(signed: Signed) -> None:
    """Say who signed a dossier, or why nobody did."""
    if signed.told:
        click.echo(f"Đã ký số: {signed.told['signer']}, mức {signed.told['level']}")
    if signed.refused:
        say(f"Hồ sơ chưa được ký số: {signed.refused.detail}")


def _write_manifest(file: Path, target: Path, signature: dict[str, object]) -> None:
    """Lay the manifest of a dossier beside its signed file too, with that file's hash."""
    try:
        told = json.loads(beside(file).read_bytes())
        fresh = {"file": target.name, "sha256": file_sha256(target), "signature": signature}
        if told.get("signature"):
            fresh["earlier_signatures"] = [*told.get("earlier_signatures", ()), told["signature"]]
        beside(target).write_bytes(as_json({**told, **fresh}))
    except FileNotFoundError:
        return  # no dossier, or one without a manifest
    except (OSError, ValueError, TypeError) as exc:
        raise StorageUnavailable(
            f"Đã ký {target} nhưng không đọc hoặc ghi được bản kê {beside(target).name}."
        ) from exc


def looked_at(settings: Settings, path: Path) -> tuple[bool, list[str]]:
    """Say what the signatures of a file are worth, and whether nothing speaks against any of them."""
    if not seems_signed(path):
        return True, []
    found = PdfSigner(Means.of(settings.values), now).signatures(path)
    if not found:
        return False, [f"{path}: CHỮ KÝ KHÔNG ĐẠT: {STRIPPED}"]
    lines = [line for one in found for line in signature_lines(str(path), one)]
    return all(one.sound for one in found), lines


def signature_lines(name: str, one: Signature) -> list[str]:
    """Say who signed, when, and whether it holds."""
    verdict = "KHÔNG ĐẠT"
    if one.sound:
        verdict = "ĐẠT" if one.trusted else "NGUYÊN VẸN"
    if not one.signer:
        return [f"{name}: CHỮ KÝ KHÔNG ĐẠT: {one.problem}"]
    organ = f" ({one.organ})" if one.organ and one.organ.casefold() not in one.signer.casefold() else ""
    stamp = f", dấu thời gian {_moment(one.timestamp)} của {one.authority}" if one.timestamp else ""
    level = f", mức {one.level}" if one.level else ""
    who = f"{one.signer}{organ} ký lúc {_moment(one.signed_at)}{level}{stamp}"
    lines = [f"{name}: CHỮ KÝ {verdict}: {who}."]
    lines += [
        f"    Các byte được ký {'còn nguyên' if one.whole else 'ĐÃ BỊ ĐỔI'}; sau chữ ký: {_AFTER[one.after]}."
    ]
    end = f"{datetime.fromisoformat(one.expires):%d/%m/%Y}"
    lines += [f"    Chứng thư số {one.serial} do {one.issuer} cấp, hết hạn {end}."]
    return lines + ([f"    {one.problem}"] if one.problem else [])


_AFTER = {
    After.NOTHING: "không có gì",
    After.PROOFS: "chỉ có thêm chữ ký hoặc dữ liệu chứng minh",
    After.CONTENT: "nội dung bị thêm hoặc sửa",
}


def _moment(text: str) -> str:
    if not text:
        return "không rõ giờ"
    return f"{datetime.fromisoformat(text).astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}"
