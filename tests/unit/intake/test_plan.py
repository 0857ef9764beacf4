import pytest

from service.forms.schema import Form
from service.intake.plan import key_of, plan_of
from tests.builders_forms import a_form
from tests.builders_intake import meeting_form, member_form


def nested(**parts: object) -> Form:
    return a_form({name: part for name, part in parts.items() if isinstance(part, dict)})


def text(title: str) -> dict[str, object]:
    return {"type": "string", "title": title}


def group(title: str, **members: object) -> dict[str, object]:
    return {"type": "object", "title": title, "properties": members}


def titles(form: Form) -> list[str]:
    return [column.title for column in plan_of(form).main.columns]


def test_members_keep_their_title_where_it_is_the_only_one() -> None:
    form = nested(
        a=group("Chủ trì", ten=text("Tên"), tuoi=text("Tuổi")),
        b=group("Thư ký", ten=text("Tên")),
        c=text("Số"),
    )
    assert titles(form) == ["Chủ trì – Tên", "Tuổi", "Thư ký – Tên", "Số"]


def test_every_title_is_the_only_one_of_its_kind() -> None:
    form = nested(a=text("Tên"), b=text("tên"), c=text("Dòng số"), d=group("A", e=group("B", f=text("Tên"))))
    assert titles(form) == ["Tên (a)", "tên (b)", "Dòng số (c)", "A – B – Tên"]


def test_lists_have_sheets_of_their_own_with_names_that_sheets_may_have() -> None:
    rows = {"type": "array", "items": {"type": "string"}}
    long = "3. Kết quả thực hiện nghị quyết tháng trước: a/b"
    form = nested(
        a={**rows, "title": long},
        b={**rows, "title": long},
        c={**rows, "title": "Dữ liệu"},
        d={**rows, "title": "*?"},
    )
    names = [table.sheet for table in plan_of(form).lists]
    assert names == [
        "3. Kết quả thực hiện nghị quyết",
        "3. Kết quả thực hiện nghị (2)",
        "Dữ liệu (2)",
        "d (2)",
    ]


def test_only_what_every_row_must_have_is_needed() -> None:
    plan = plan_of(
        a_form(
            {
                "a": {"type": "string"},
                "b": {"type": "string", "default": "x"},
                "c": {"type": ["string", "null"]},
                "d": {**group("D", e=text("E")), "required": ["e"]},
            },
            ("a", "b", "c"),
        )
    )
    assert [column.needed for column in plan.main.columns] == [True, False, False, False]


def test_a_flat_form_has_no_numbers_to_link_by() -> None:
    assert not plan_of(nested(a=text("A"))).main.keyed
    assert [t.path for t in plan_of(meeting_form()).lists] == [("vang",), ("noi_nhan",), ("hop", "khach")]


@pytest.mark.parametrize("hint", ["dd/mm/yyyy", "NN/TT/NNNN", "d-m-yy", "yyyy.mm.dd", "ngày, tháng, năm"])
def test_only_the_title_of_a_date_may_go_on_to_say_how_it_is_typed(hint: str) -> None:
    main = plan_of(member_form()).main
    assert [column.title for column in main.named(key_of(f"Ngày sinh ({hint})"))] == ["Ngày sinh"]
    assert main.named(key_of(f"Điểm ({hint})")) == ()
