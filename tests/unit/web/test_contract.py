"""Bodies are held against the contract, and their text is made whole."""

import unicodedata

import pytest

from service.errors import InvalidSubmission
from service.web.contract import checked, document, schema


def test_text_is_made_whole_and_trimmed_but_values_are_left_to_their_form() -> None:
    title = unicodedata.normalize("NFD", " Hồ sơ tháng 02\u00a0")
    body = {"template": "a", "rows": [{"x": title}], "title": title}
    assert checked("BatchRequest", body) == {
        "template": "a",
        "rows": [{"x": title}],
        "title": "Hồ sơ tháng 02",
    }


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "a\x85b", "a\ufffeb"])
def test_text_that_no_paper_can_hold_is_refused(text: str) -> None:
    with pytest.raises(InvalidSubmission) as caught:
        checked("DossierRequest", {"title": text, "documents": ["x"]})
    assert [e.pointer for e in caught.value.errors] == ["/title"]


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InvalidSubmission) as caught:
        checked("DossierRequest", {"titel": "x", "documents": []})
    assert {e.pointer for e in caught.value.errors} == {"/title", "/titel", "/documents"}


def test_every_member_of_a_request_has_a_vietnamese_title() -> None:
    requests = [n for n in document()["components"]["schemas"] if n.endswith(("Request", "Form"))]
    assert len(requests) >= 5
    for name in requests:
        assert schema(name)["title"].startswith("Yêu cầu")
        assert all(part.get("title") for part in schema(name)["properties"].values())
        assert schema(name)["additionalProperties"] is False
