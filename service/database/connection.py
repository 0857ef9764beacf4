"""Opening the database: SQLite pragmas, transactions, and the translation of its errors."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.exc import SQLAlchemyError

from service.database.schema import SCHEMA_VERSION, metadata, schema_version
from service.errors import BadSettings, StorageUnavailable

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=30000",
    "foreign_keys=ON",
    "cache_size=-1000",
)


class Database:
    """One SQLite file. `write()` and `read()` give a connection in a transaction; errors become StorageUnavailable."""

    def __init__(self, url: str) -> None:
        with _translated():
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        self._writer = _engine(url, "BEGIN IMMEDIATE")
        self._reader = _engine(url, "BEGIN")
        with ExitStack() as undo:
            undo.callback(self.close)
            self._prepare()
            undo.pop_all()

    def _prepare(self) -> None:
        with self.write() as connection:
            metadata.create_all(connection)
            version = connection.scalar(select(schema_version.c.version))
            if version is None:
                connection.execute(insert(schema_version).values(version=SCHEMA_VERSION))
            elif version != SCHEMA_VERSION:
                raise BadSettings(
                    f"Cơ sở dữ liệu có cấu trúc số {version}, bản này cần số {SCHEMA_VERSION}. "
                    "Xin dùng đúng bản đã tạo ra nó hoặc chọn thư mục dữ liệu khác (VANBAN_DATA)."
                )

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection that may write; committed on leaving, rolled back on an error."""
        with _translated(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that only reads; it does not wait for writers."""
        with _translated(), self._reader.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections; safe to call twice."""
        self._writer.dispose()
        self._reader.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, OSError) as exc:
        raise StorageUnavailable from exc


def _engine(url: str, begin: str) -> Engine:
    engine = create_engine(url, hide_parameters=True)  # an error is logged; what people wrote is not

    @event.listens_for(engine, "connect")
    def connect(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # transactions begin where we say so
        with ExitStack() as undo:
            undo.callback(raw.close)
            for pragma in PRAGMAS:
                raw.execute("PRAGMA " + pragma)
            undo.pop_all()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
