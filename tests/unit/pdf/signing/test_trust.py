"""The folder of trust roots: who issued himself is a root, nobody else; what is none of this is refused by its name."""

import pytest
from cryptography.hazmat.primitives import serialization

from service.errors import BadSettings
from service.pdf.signing.means import Means
from service.pdf.signing.trust import trust_of
from tests.authority import Authority


@pytest.fixture
def folder(authority: Authority, tmp_path):
    """A folder with a root certificate in upper case, as some programs name it."""
    (tmp_path / "GOC.CRT").write_bytes((authority.roots / "goc.crt").read_bytes())
    (tmp_path / "ghi-chu.txt").write_text("không phải chứng thư")
    return tmp_path


def test_only_who_issued_himself_is_a_root(authority, folder):
    _, certificate = authority.signer("CA trung gian", "")
    (folder / "giua.der").write_bytes(certificate.public_bytes(serialization.Encoding.DER))
    (folder / "thu-hoi.CRL").write_bytes(authority.crl())
    trust = trust_of(Means(roots=str(folder)))
    assert trust.given
    assert [one.subject.native["common_name"] for one in trust.roots] == ["CA thử nghiệm"]
    assert [one.subject.native["common_name"] for one in trust.others] == ["CA trung gian"]
    assert [one.issuer.native["common_name"] for one in trust.lists] == ["CA thử nghiệm"]


def test_without_a_folder_nobody_is_trusted_and_nobody_mistrusted():
    assert (trust_of(Means()).given, trust_of(Means()).roots) == (False, [])


def test_a_folder_without_a_root_is_refused(authority, folder):
    (folder / "GOC.CRT").write_bytes(authority.signer()[1].public_bytes(serialization.Encoding.PEM))
    with pytest.raises(BadSettings, match="chưa có chứng thư gốc nào"):
        trust_of(Means(roots=str(folder)))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "không phải chứng thư"),
        ("a.cer", b"", "không phải chứng thư"),
        ("a.crl", b"0\x03\x02\x01\x01", "không phải danh sách thu hồi"),
    ],
)
def test_a_file_that_is_none_of_this_is_named(folder, name, content, said):
    (folder / name).write_bytes(content)
    with pytest.raises(BadSettings, match=f"VANBAN_SIGN_ROOTS: tệp {name} {said}"):
        trust_of(Means(roots=str(folder)))
