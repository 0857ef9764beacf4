"""The output intent does not carry the time of conversion."""

from pathlib import Path

from pikepdf import Pdf

from service.pdf.intent import settle_intent

RAW = Path(__file__).parents[2] / "resources" / "cam-ket-libreoffice.pdf"


def profile_with(date, identifier):
    with Pdf.open(RAW) as pdf:
        profile = pdf.Root.OutputIntents[0].DestOutputProfile
        data = bytearray(profile.read_bytes())
        data[24:36], data[84:100] = date, identifier
        profile.write(bytes(data))
        settle_intent(pdf)
        return profile.read_bytes()


def test_profiles_made_at_different_times_become_the_same():
    one = profile_with(b"\x07\xea\x00\x02\x00\x05\x00\x11\x00\x00\x00\x00", bytes(16))
    other = profile_with(b"\x07\xeb\x00\x03\x00\x06\x00\x12\x00\x01\x00\x02", b"x" * 16)
    assert one == other


def test_all_but_date_and_identifier_stays():
    with Pdf.open(RAW) as pdf:
        before = pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()
    after = profile_with(before[24:36], before[84:100])
    assert before[:24] + before[36:84] + before[100:] == after[:24] + after[36:84] + after[100:]


def test_a_file_without_an_intent_is_left_alone():
    with Pdf.new() as pdf:
        settle_intent(pdf)
        assert "/OutputIntents" not in pdf.Root
