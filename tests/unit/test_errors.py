"""The error tree: one sentence, one code, one status, one exit code for each way to fail."""

import errno
import os

import pytest

from service import errors
from service.errors import FieldError, InvalidSubmission, ServiceError, StorageUnavailable


def tree(kind=ServiceError):
    return [kind, *(k for child in kind.__subclasses__() for k in tree(child))]


def test_every_error_has_its_own_code_and_a_vietnamese_sentence():
    kinds = tree()
    assert len({k.code for k in kinds}) == len(kinds)
    for kind in kinds:
        assert 400 <= kind.status < 600
        assert kind.exit_code in (64, 65, 66, 69, 70, 75, 77, 78)
        assert kind().detail.endswith((".", "!")), kind
        assert kind.title[0].isupper()


def test_the_drawn_tree_names_every_class():
    for kind in tree():
        assert kind.__name__ in errors.__doc__


def test_a_problem_carries_all_errors_and_only_what_is_known():
    problem = InvalidSubmission(errors=[FieldError(pointer="/ho_ten", detail="Thiếu.", row=3)]).as_problem()
    assert problem["status"] == 422
    assert problem["errors"] == [{"detail": "Thiếu.", "pointer": "/ho_ten", "row": 3}]


@pytest.mark.parametrize(
    ("number", "mend"),
    [
        (errno.ENOSPC, "dọn bớt chỗ"),
        (errno.EACCES, "mở quyền"),
        (errno.EROFS, "chọn thư mục khác"),
        (errno.EISDIR, "chọn tên khác"),
        (errno.EIO, "đĩa báo lỗi số 5"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_with_what_to_do_and_no_english(number, mend):
    told = StorageUnavailable.of("Không ghi được out/ho-so.pdf", OSError(number, os.strerror(number))).detail
    assert told.startswith("Không ghi được out/ho-so.pdf: ")
    assert mend in told
    assert os.strerror(number) not in told


def test_an_error_of_the_disk_without_a_number_is_told_as_well():
    assert StorageUnavailable.of("Không ghi được a", OSError("x")).detail == (
        "Không ghi được a: đĩa báo lỗi. Xin kiểm tra ổ đĩa rồi thử lại."
    )
