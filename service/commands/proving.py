"""`vanban verify`, `doctor`, `settings`: what a PDF really is, what the machine has, what is set."""

import sys
from pathlib import Path

import click

from service.checks.rulebook import OFF
from service.checks.rulefiles import load_rulebook
from service.commands.saying import verdict_lines
from service.commands.signing import looked_at
from service.convert.probe import probe
from service.dossier.proof import Proof, proofs
from service.errors import ServiceError
from service.pdf.claims import claimed
from service.pdf.signing.means import Means
from service.pdf.verify import FLAVOURS, VeraJudge, probe_judge
from service.settings import Settings


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def verify(settings: Settings, files: tuple[Path, ...]) -> None:
    """Kiểm định tệp PDF bằng veraPDF theo các chuẩn mà tệp tự nhận; đối chiếu với bản kê; kiểm chữ ký số."""
    judge = VeraJudge(memory_mb=settings.verify_memory, timeout=settings.verify_timeout)
    codes = []
    try:
        for path in files:
            try:
                code, lines = _judged(settings, judge, path)
            except ServiceError as exc:
                code, lines = exc.exit_code, [f"{path}: {exc.detail}"]
            codes.append(code)
            click.echo("\n".join(lines))
    finally:
        judge.close()
    sys.exit(max(codes))


def _judged(settings: Settings, judge: VeraJudge, path: Path) -> tuple[int, list[str]]:
    claims = claimed(path)
    known = [c for c in claims if c in FLAVOURS]
    verdict = judge.judge(path, known or ("2a", "ua1"))
    lines = [
        f"{path}: tệp tự nhận “{c}”, chuẩn này không có hoặc không kiểm được."
        for c in claims
        if c not in known
    ]
    if not claims:
        lines = [f"{path}: tệp không tự nhận là PDF/A hay PDF/UA; đã thử PDF/A-2a và PDF/UA-1."]
    found = list(proofs(path))
    told = [line for proof in found for line in _proof_lines(str(path), proof)]
    sound, signatures = looked_at(settings, path)
    good = bool(claims) and len(known) == len(claims) and verdict.compliant and all(p.whole for p in found)
    return 0 if good and sound else 65, [*lines, *verdict_lines(str(path), verdict), *told, *signatures]


def _proof_lines(name: str, proof: Proof) -> list[str]:
    wrong = [f"    {f.place}: cần {f.required}; thấy {f.found}. {f.mend}" for f in proof.findings]
    return [f"{name}: {'KHỚP' if proof.whole else 'KHÔNG KHỚP'}: {proof.said}", *wrong]


@click.command()
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Xem máy đã đủ chương trình và phông chữ chưa, thiếu thì cài thế nào."""
    missing = 0
    for tool in [*probe(settings.soffice_path, settings.uno_python_path), probe_judge()]:
        absent = "THIẾU" if tool.required else "nên có"
        click.echo(f"{'có' if tool.found else absent:<6}  {tool.name}  {tool.version}".rstrip())
        if not tool.found:
            missing += tool.required
            click.echo(f"        {tool.mend}")
    click.echo("Máy đã đủ mọi thứ cần thiết." if not missing else f"Còn thiếu {missing} thứ.")
    _tell_rules(settings)
    _tell_key(settings)
    sys.exit(69 if missing else 0)


def _tell_rules(settings: Settings) -> None:
    """Say which rules are in force.

    Raises:
        BadSettings: the office's own files cannot be used.
    """
    book = load_rulebook(*settings.rules)
    own = ", ".join(map(str, settings.rules)) or "có sẵn, cơ quan chưa đặt riêng"
    off = [name for name, standing in book.rules.items() if standing.severity == OFF]
    click.echo(f"Quy tắc kiểm tra: {own}{'; tắt: ' + ', '.join(off) if off else ''}")


def _tell_key(settings: Settings) -> None:
    """Say whether dossiers can be signed; the key stays closed, for a wrong PIN too many locks a token."""
    means = Means.of(settings.values)
    kind = "tệp PKCS#12" if means.pkcs12 else "thiết bị PKCS#11"
    click.echo(f"Ký số: {means.problem or f'đã đặt {kind}, mức {means.level}'}")


@click.command("settings")
@click.pass_obj
def show_settings(settings: Settings) -> None:
    """In các thiết đặt, giá trị và nơi đặt."""
    for variable, value, origin, meaning in settings.shown():
        click.echo(f"{variable}={value}  ({origin})\n    {meaning}")
    load_rulebook(*settings.rules)  # what is wrong with the office's own files is told here too
