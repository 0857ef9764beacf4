"""A dossier that is to be signed is signed after it was bound and before it is judged; what fails loses nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import InvalidSubmission, SigningFailed, StorageUnavailable
from service.jobs.order import Order
from service.jobs.sign import sign_dossier
from service.model import JobState
from tests.fakes import A_SIGNATURE, FakeSigner, HandEngine, RefusingConverter


def lend(office, signer):
    """Let the service of an office sign with another signer."""
    object.__setattr__(office.shop, "tools", replace(office.shop.tools, signer=signer))


def test_the_kept_dossier_is_the_signed_one_and_that_one_is_judged(office):
    lend(office, FakeSigner())
    plain = office.dossier(office.batch("An", dossier=True))
    signed = office.dossier(office.batch("An", dossier=True, sign=True))
    told = signed.manifest["signature"]
    assert told["unsigned_sha256"] == plain.sha256 != signed.sha256
    assert {**A_SIGNATURE.as_dict(), "unsigned_sha256": plain.sha256}.items() <= told.items()
    with office.shop.archive.open_dossier(signed.id) as stream:
        data = stream.read()
    assert data.endswith(b"% da ky\n")
    with office.shop.archive.open_dossier(plain.id) as stream:
        assert data[: told["unsigned_bytes"]] == stream.read()
    assert signed.verified is True
    assert office.shop.tools.judge.judged[-1] == signed.sha256


def pdfs(office):
    return {
        name.removesuffix(".pdf") for name in (Path(k).name for k in office.kept()) if name.endswith(".pdf")
    }


def test_the_unsigned_file_goes_when_the_signed_one_is_kept(office):
    lend(office, FakeSigner())
    job_id = office.batch("An", dossier=True, sign=True)
    dossier = office.dossier(job_id)
    assert pdfs(office) == {dossier.sha256, *(d.sha256 for d in office.documents(job_id))}


def test_an_unsigned_file_that_another_dossier_is_stays(office):
    lend(office, FakeSigner())
    plain = office.dossier(office.batch("An", dossier=True))
    signed = office.dossier(office.batch("An", dossier=True, sign=True))
    assert signed.manifest["signature"]["unsigned_sha256"] == plain.sha256
    assert {plain.sha256, signed.sha256} <= pdfs(office)


def test_what_a_stop_left_is_cleared_away_by_the_next_run_and_a_store_that_fails_spoils_nothing(
    office, monkeypatch
):
    lend(office, FakeSigner())

    def fails(_sha256):
        raise StorageUnavailable

    monkeypatch.setattr(office.shop.archive, "forget_pdf", fails)
    job_id = office.batch("An", dossier=True, sign=True)
    assert office.job(job_id).state is JobState.DONE
    dossier = office.dossier(job_id)
    assert dossier.manifest["signature"]["unsigned_sha256"] in pdfs(office)
    monkeypatch.undo()
    sign_dossier(office.shop, dossier.id)
    assert dossier.manifest["signature"]["unsigned_sha256"] not in pdfs(office)
    assert office.dossier(job_id) == dossier


def test_the_dossier_stays_unsigned_until_a_retry_signs_it(an_office):
    converter = RefusingConverter(["Chi"])
    office = an_office(converter=converter)
    lend(office, FakeSigner(error=SigningFailed("Máy chủ dấu thời gian không trả lời. Xin thử lại sau.")))
    job_id = office.batch("An", "Bình", "Chi", dossier=True, sign=True)
    job, dossier = office.job(job_id), office.dossier(job_id)
    assert (job.state, job.stage, job.problem["type"]) == (
        JobState.FAILED,
        "sign",
        "/problems/signing-failed",
    )
    assert office.states(job_id) == ["done", "done", "failed"]
    assert dossier.sha256 is not None
    assert "signature" not in dossier.manifest
    lend(office, FakeSigner())
    converter.words.clear()
    office.desk.retry(job_id)
    assert office.job(job_id).state is JobState.DONE
    manifest = office.dossier(job_id).manifest
    assert manifest["signature"]["sound"]
    assert [d["title"] for d in manifest["documents"]] == ["Giấy mời An", "Giấy mời Bình", "Giấy mời Chi"]


def test_a_job_that_was_put_down_while_signing_is_not_bound_again(an_office, monkeypatch):
    office = an_office(engine=lambda run: HandEngine(run, holds=True))
    lend(office, FakeSigner(error=KeyboardInterrupt()))
    job_id = office.batch("An", dossier=True, sign=True)
    with pytest.raises(KeyboardInterrupt):
        office.engine.go()
    assert office.job(job_id).stage == "sign"
    office = an_office(engine=HandEngine)
    lend(office, FakeSigner())
    monkeypatch.setattr("service.jobs.run.bind_documents", None)
    office.runner.run(job_id)
    assert office.job(job_id).state is JobState.DONE
    assert office.dossier(job_id).manifest["signature"]["sound"]


def test_without_a_key_nothing_is_taken_in_and_the_setting_is_named(office):
    with pytest.raises(InvalidSubmission) as raised:
        office.batch("An", dossier=True, sign=True)
    (error,) = raised.value.errors
    assert (error.pointer, error.rule) == ("/sign", "sign")
    assert "VANBAN_SIGN_PKCS12" in error.detail
    ids = [d.id for d in office.documents(office.batch("An"))]
    with pytest.raises(InvalidSubmission):
        office.desk.dossier(ids, Order(title="Hồ sơ", dossier=True, sign=True))


def test_only_a_dossier_is_signed(office):
    lend(office, FakeSigner())
    with pytest.raises(InvalidSubmission) as raised:
        office.batch("An", sign=True)
    assert "dossier" in raised.value.errors[0].detail
