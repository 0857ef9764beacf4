"""A table sent to the wrong form is known by its titles."""

from pathlib import Path

from service.catalog.package import load_package
from service.intake.kinship import better_form
from tests.builders_forms import a_form
from tests.builders_intake import meeting_form, member_form

MEMBERS = ["Họ và tên", "Ngày sinh", "Số CCCD", "Điểm", "Khác"]


def test_a_table_of_another_form_is_known() -> None:
    members = member_form()
    assert better_form(MEMBERS, meeting_form(), [members]) is members
    assert better_form(MEMBERS, meeting_form(), []) is None


def test_a_few_titles_that_many_forms_have_say_nothing() -> None:
    assert better_form(MEMBERS[:2], meeting_form(), [member_form()]) is None
    assert better_form([*MEMBERS[:3], "A", "B", "C", "D"], meeting_form(), [member_form()]) is None
    assert (
        better_form(MEMBERS, member_form(), [a_form({"ho_ten": {"type": "string", "title": "Họ và tên"}})])
        is None
    )


def test_the_packages_are_told_apart_by_their_own_samples() -> None:
    root = Path(__file__).resolve().parents[3] / "docx_templates"
    forms = [load_package(p.parent).form for p in sorted(root.glob("[a-z]*/package.toml"))]
    for form in forms:
        titles = [f.title for f in form.root.fields if f.kind not in ("array", "object")]
        for other in forms:
            if other is not form and len(titles) > 4:
                assert better_form(titles, other, [f for f in forms if f is not other]) is form
                assert better_form(titles, form, [f for f in forms if f is not form]) is None
