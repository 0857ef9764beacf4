"""The error tree: one sentence, one code, one status, one exit code for each way to fail."""

from service import errors
from service.errors import FieldError, InvalidSubmission, ServiceError


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
