"""The tables. Times are ISO 8601 text in UTC, JSON is text, identifiers are 32 hex digits."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

SCHEMA_VERSION = 1
LEFT = 0

metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, nullable=False))

job = Table(
    "job",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(10), nullable=False),  # batch | dossier | verify
    Column("template", String(100), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("stage", String(10), nullable=False),  # make | bind | verify | done
    Column("options", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False, default=0),
    Column("failed", Integer, nullable=False, default=0),
    Column("judged", Integer, nullable=False, default=0),
    Column("row_errors", Text, nullable=False, default="[]"),  # rows that never became documents
    Column("problem", Text),  # why the job as a whole failed
    Column("dossier", String(32)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("created", String(32), nullable=False),
    Column("started", String(32)),  # the run that is at work, or the last one
    Column("finished", String(32)),
    Index("job_created", "created"),
    Index("job_state", "state"),
)

document = Table(
    "document",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("job", String(32), ForeignKey("job.id"), index=True),
    Column("position", Integer, nullable=False),  # order within the job
    Column("row", Integer),  # the row of the sheet or of the JSON list
    Column("template", String(100), nullable=False),
    Column("part", String(100), nullable=False),  # key of the [[document]] in the package
    Column("version", String(40), nullable=False),
    Column("template_sha256", String(64), nullable=False),
    Column("state", String(10), nullable=False),  # queued | done | failed
    Column("data", Text, nullable=False),  # canonical JSON of the submission
    Column("title", Text, nullable=False, default=""),
    Column("number", Text, nullable=False, default=""),
    Column("file", String(120), nullable=False, default=""),
    Column("record", Text, nullable=False, default="{}"),  # what the contents page and XMP say of it
    Column("pages", Integer, nullable=False, default=0),
    Column("sha256", String(64)),  # of the PDF
    Column("docx_sha256", String(64)),
    Column("findings", Text, nullable=False, default="[]"),
    Column("verified", Boolean),
    Column("verdict", Text),
    Column("problem", Text),
    Column("created", String(32), nullable=False),
    Column("finished", String(32)),
    Index("document_created", "created"),
)

dossier = Table(
    "dossier",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("job", String(32), ForeignKey("job.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("profile", String(10), nullable=False),
    Column("record", Text, nullable=False, default="{}"),
    Column("pages", Integer, nullable=False, default=0),
    Column("sha256", String(64)),
    Column("manifest", Text),
    Column("verified", Boolean),
    Column("verdict", Text),
    Column("created", String(32), nullable=False),
    Column("finished", String(32)),
)

dossier_document = Table(
    "dossier_document",
    metadata,
    Column("dossier", String(32), ForeignKey("dossier.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("document", String(32), ForeignKey("document.id"), nullable=False),
)

answer = Table(
    "answer",
    metadata,
    Column("key", String(200), primary_key=True),  # Idempotency-Key with the path it was used on
    Column("body_sha256", String(64), nullable=False),
    Column("status", Integer),  # NULL while a call is at work; LEFT when nobody knows what became of it
    Column("headers", Text),
    Column("body", Text),
    Column("created", String(32), nullable=False),
    Index("answer_created", "created"),
)

upload = Table(
    "upload",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("template", String(100), nullable=False),
    Column("name", Text, nullable=False),  # what its sender calls the file
    Column("said", Text, nullable=False),  # what the sender answered so far
    Column("created", String(32), nullable=False),
    Index("upload_created", "created"),
)
