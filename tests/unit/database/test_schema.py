"""The tables hold what the rows say, and the rows say all that the tables hold."""

from dataclasses import fields

import pytest

from service.database.rows import JSON_COLUMNS, DocumentRow, DossierRow, JobRow, UploadRow
from service.database.schema import document, dossier, job, metadata, upload


@pytest.mark.parametrize(
    ("table", "row"), [(job, JobRow), (document, DocumentRow), (dossier, DossierRow), (upload, UploadRow)]
)
def test_a_row_has_a_member_for_each_column(table, row):
    assert [c.name for c in table.columns] == [f.name for f in fields(row)]


def test_every_json_column_is_text():
    columns = [
        c for table in (job, document, dossier, upload) for c in table.columns if c.name in JSON_COLUMNS
    ]
    assert {c.name for c in columns} == JSON_COLUMNS
    assert {str(c.type) for c in columns} == {"TEXT"}


def test_every_list_that_is_asked_for_has_an_index(database):
    wanted = {("job", "created"), ("job", "state"), ("document", "job"), ("document", "created")}
    found = {(t.name, c.name) for t in metadata.sorted_tables for i in t.indexes for c in i.columns}
    assert wanted <= found
