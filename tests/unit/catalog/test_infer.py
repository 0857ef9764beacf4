"""A bare .docx gives a form that works."""

from service.catalog.infer import infer_form, infer_schema, sample_values
from service.catalog.wordfile import open_word_bytes
from service.forms.clean import clean
from service.forms.schema import load_form
from tests.builders import a_docx

ROWS = [
    ["Họ tên", "Lý do"],
    ["{%tr for d in vang %}"],
    ["{{ d.ho_ten }}", "{{ d.ly_do }}"],
    ["{%tr endfor %}"],
]
TEXT = (
    "Họ và tên: {{ ho_ten }}",
    "Ngày họp: {{ ngay_hop|ngay }}, lúc {{ luc|gio }}",
    "Số tiền {{ tien_quy|tien }}; đơn vị {{ don_vi.ten }}",
    "{% if dac_biet %}Ghi chú: {{ ghi_chu }}{% endif %} {{ du_bi|danh_dau }} {{ cac_y|join(', ') }}",
)


def test_objects_lists_texts_and_their_types_are_inferred() -> None:
    schema = infer_form(open_word_bytes(a_docx(*TEXT, table=ROWS), "mau.docx"), "Giấy mời")
    fields = schema["properties"]
    assert schema["title"] == "Giấy mời"
    assert list(fields) == [
        "ho_ten", "ngay_hop", "luc", "tien_quy", "don_vi", "dac_biet", "ghi_chu", "du_bi", "cac_y", "vang",
    ]  # fmt: skip
    assert fields["ho_ten"] == {"title": "Họ và tên", "type": "string", "format": "text"}
    assert fields["ngay_hop"]["format"] == "vn-date" and fields["luc"]["format"] == "vn-time"
    assert fields["tien_quy"]["type"] == "number"
    assert fields["don_vi"]["properties"]["ten"]["type"] == "string"
    assert fields["dac_biet"]["type"] == fields["du_bi"]["type"] == "boolean"
    assert fields["cac_y"]["items"]["type"] == "string"
    assert list(fields["vang"]["items"]["properties"]) == ["ho_ten", "ly_do"]
    assert fields["vang"]["items"]["properties"]["ly_do"]["title"] == "Lý do"


def test_what_is_always_printed_is_required_and_what_hangs_on_a_condition_is_not() -> None:
    schema = infer_form(open_word_bytes(a_docx(*TEXT), "mau.docx"))
    assert "ho_ten" in schema["required"]
    assert not {"ghi_chu", "dac_biet", "cac_y"} & set(schema["required"])


def test_the_form_loads_and_takes_its_own_sample() -> None:
    form = load_form(infer_form(open_word_bytes(a_docx(*TEXT, table=ROWS), "mau.docx")))
    values = clean(form, sample_values(form.schema), lenient=False).values
    assert values["ho_ten"] == "Họ và tên"
    assert values["vang"] == [{"ho_ten": "Họ tên", "ly_do": "Lý do"}]


def test_no_tags_give_no_fields() -> None:
    assert infer_schema([])["properties"] == {}
