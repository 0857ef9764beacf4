"""A further signature is refused where an earlier one does not hold, or would not afterwards."""

from dataclasses import replace

import pytest

from service.errors import Conflict
from service.model import After
from service.pdf.signing.further import check_earlier, check_kept
from tests.fakes import A_SIGNATURE


def test_what_holds_may_be_followed_whoever_is_trusted():
    check_earlier([], "a.pdf")
    check_earlier([A_SIGNATURE, replace(A_SIGNATURE, trusted=False, after=After.PROOFS)], "a.pdf")


@pytest.mark.parametrize("changed", [{"whole": False}, {"after": After.CONTENT}])
def test_what_does_not_hold_may_not(changed):
    with pytest.raises(Conflict, match=r"VĂN PHÒNG ĐẢNG ỦY.*đã bị sửa"):
        check_earlier([A_SIGNATURE, replace(A_SIGNATURE, **changed)], "a.pdf")


def test_a_signature_that_the_new_one_would_spoil_is_named():
    further = replace(A_SIGNATURE, field="ChuKySo2")
    check_kept([A_SIGNATURE], [replace(A_SIGNATURE, after=After.PROOFS), further], "a.pdf")
    for now in ([replace(A_SIGNATURE, after=After.CONTENT), further], [further]):
        with pytest.raises(Conflict, match=r"VĂN PHÒNG ĐẢNG ỦY.*mất giá trị"):
            check_kept([A_SIGNATURE], now, "a.pdf")
