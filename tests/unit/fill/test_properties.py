"""Document properties come from the metadata record, escaped once."""

from datetime import datetime, timedelta, timezone

from lxml import etree

from service.fill.properties import core_properties
from service.model import Metadata

DC = "{http://purl.org/dc/elements/1.1/}"


def test_every_member_is_written_once_escaped() -> None:
    made = datetime(2026, 2, 5, 7, 30, tzinfo=timezone(timedelta(hours=7)))
    metadata = Metadata(
        title="A & <B>", created=made, organ="Chi bộ", number="05-NQ/CB", keywords=("một", "hai")
    )
    root = etree.fromstring(core_properties(metadata).encode())
    assert root.findtext(f"{DC}title") == "A & <B>"
    assert root.findtext(f"{DC}creator") == "Chi bộ"
    assert root.findtext(f"{DC}language") == "vi-VN"
    assert root.findtext("{http://purl.org/dc/terms/}created") == "2026-02-05T00:30:00Z"
    assert (
        root.findtext("{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords")
        == "một, hai"
    )
    assert root.find(f"{DC}subject") is None
