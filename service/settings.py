"""The settings of the service, read once from the environment at the entries and passed down; nobody else reads it."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import BadSettings

PROJECT = Path(__file__).resolve().parent.parent
PREFIX = "VANBAN_"
NO_PAGE_NUMBER = "khong"
PAGE_NUMBER_SIGNS = frozenset(" ()-./0123456789:ST[]acdghilmnrstvxơốồờủ–")
"""The signs that the font of the page numbers has; see service/pdf/stamp.py."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Setting:
    """One setting: its variable is PREFIX + name in capitals; `help` is read by operators (Vietnamese)."""

    name: str
    default: str
    help: str
    read: Callable[[str], Any] = str
    secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable."""
        return PREFIX + self.name.upper()


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError(text)
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e9:
        raise ValueError(text)
    return value


def _level(text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError(text)
    return text.upper()


def _folders(text: str) -> tuple[Path, ...]:
    return tuple(Path(part).expanduser() for part in text.split(os.pathsep) if part)


def _sqlite(text: str) -> str:
    if text and not text.startswith("sqlite:///"):
        raise ValueError(text)
    return text


def _file(text: str) -> str:
    if text and not text.startswith("file:"):
        raise ValueError(text)
    return text


def _page_number(text: str) -> str:
    form = "" if text == NO_PAGE_NUMBER else text
    if form and (form.count("{n}") != 1 or not PAGE_NUMBER_SIGNS.issuperset(_bare(form))):
        raise ValueError(text)
    return form


def _bare(form: str) -> str:
    return form.replace("{n}", "", 1).replace("{total}", "", 1)


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return read


SETTINGS = (
    Setting("data", "instance", "Thư mục giữ dữ liệu của dịch vụ", Path),
    Setting("database", "", "Địa chỉ cơ sở dữ liệu; trống: sqlite trong thư mục dữ liệu", _sqlite),
    Setting("storage", "", "Nơi giữ tệp (file:THƯ-MỤC); trống: thư mục con storage", _file),
    Setting("engine", "", "Hàng đợi việc (sqlite:///TỆP); trống: sqlite trong thư mục dữ liệu", _sqlite),
    Setting(
        "templates",
        str(PROJECT / "docx_templates"),
        "Các thư mục chứa bộ mẫu, cách nhau bằng dấu ':'",
        _folders,
    ),
    Setting("host", "127.0.0.1", "Địa chỉ lắng nghe; địa chỉ khác 127.0.0.1 cần đặt VANBAN_API_TOKEN"),
    Setting("port", "8000", "Cổng lắng nghe", _count),
    Setting(
        "api_token", "", "Mã truy cập cho API và trang web; trống: chỉ phục vụ trên máy này", secret=True
    ),
    Setting("workers", "0", "Số tiến trình LibreOffice; 0: bằng số nhân của máy", _count),
    Setting("convert_timeout", "60", "Thời gian tối đa để chuyển một văn bản sang PDF (giây)", _seconds),
    Setting("soffice_memory", "1500", "Bộ nhớ tối đa của một tiến trình LibreOffice (MB)", _count),
    Setting("soffice_restart", "500", "Khởi động lại LibreOffice sau chừng này văn bản", _count),
    Setting("soffice", "", "Đường dẫn soffice; trống: tự tìm"),
    Setting("uno_python", "", "Python có thư viện UNO; trống: tự tìm"),
    Setting(
        "verify_timeout", "60", "Thời gian để kiểm định một tệp PDF (giây; thêm 1 giây cho mỗi MB)", _seconds
    ),
    Setting("verify_memory", "1024", "Bộ nhớ tối đa của bộ kiểm định veraPDF (MB)", _count),
    Setting(
        "page_number",
        "Tr. {n}/{total}",
        "Số trang đóng trên hồ sơ: {n} là số trang, {total} là tổng số; khong: không đóng. Ví dụ: Tờ số {n}",
        _page_number,
    ),
    Setting(
        "page_number_place",
        "tren-phai",
        "Chỗ của số trang hồ sơ: tren-phai, duoi-giua hoặc duoi-phai",
        _one_of("tren-phai", "duoi-giua", "duoi-phai"),
    ),
    Setting(
        "page_number_from",
        "van-ban",
        "Trang 1 của hồ sơ: van-ban (văn bản đầu tiên, theo nghiệp vụ lưu trữ) hoặc bia",
        _one_of("van-ban", "bia"),
    ),
    Setting("max_rows", "10000", "Số dòng tối đa của một lô", _count),
    Setting("max_upload", "64", "Cỡ tối đa của một lần gửi lên (MB)", _count),
    Setting("log_level", "INFO", "Mức ghi nhật ký: DEBUG, INFO, WARNING, ERROR", _level),
)
BY_NAME = {s.name: s for s in SETTINGS}


@dataclass(frozen=True)
class Settings:
    """Frozen settings; `values` holds the read value of each name and `given` the names that the environment set."""

    values: Mapping[str, Any]
    given: frozenset[str] = frozenset()

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment (or the mapping given by a test).

        Raises:
            BadSettings: names every unknown VANBAN_* variable and every value that cannot be read.
        """
        source = os.environ if environ is None else environ  # noqa: TID251 - the one door
        known = {s.variable: s for s in SETTINGS}
        wrong = [
            f"{name}: không có thiết đặt này; xem `vanban settings`."
            for name in sorted(source)
            if name.startswith(PREFIX) and name not in known
        ]
        values: dict[str, Any] = {}
        for variable, setting in known.items():
            text = source.get(variable) or setting.default
            try:
                values[setting.name] = setting.read(text)
            except ValueError:
                shown = "(được giấu)" if setting.secret else text
                wrong.append(f"{variable}: không hiểu giá trị “{shown}”. {setting.help}.")
        if wrong:
            raise BadSettings(" ".join(wrong))
        return cls(values, frozenset(s.name for v, s in known.items() if source.get(v)))

    def replace(self, **changes: Any) -> "Settings":
        """Give a copy with some values changed (command-line options win over the environment)."""
        unknown = changes.keys() - BY_NAME.keys()
        if unknown:
            raise BadSettings(f"Không có thiết đặt {', '.join(sorted(unknown))}.")
        return Settings({**self.values, **changes}, self.given | frozenset(changes))

    def environment(self) -> dict[str, str]:
        """Give the environment for a program that takes this one's place, with these settings in it."""
        own = {
            s.variable: os.pathsep.join(map(str, v))
            if isinstance(v := self.values[s.name], tuple)
            else str(v)
            for s in SETTINGS
            if s.name in self.given
        }
        return {**os.environ, **own}  # noqa: TID251 - the one door

    def __getattr__(self, name: str) -> Any:
        """Read a setting as an attribute."""
        try:
            return self.__dict__["values"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def data_folder(self) -> Path:
        """The absolute data folder."""
        return Path(self.values["data"]).absolute()

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL of the service's own tables."""
        return self.values["database"] or f"sqlite:///{self.data_folder / 'service.db'}"

    @property
    def engine_url(self) -> str:
        """The URL of the engine's own store."""
        return self.values["engine"] or f"sqlite:///{self.data_folder / 'engine.db'}"

    @property
    def storage_folder(self) -> Path:
        """The absolute folder of kept files."""
        text = str(self.values["storage"]).removeprefix("file:")
        return Path(text).absolute() if text else self.data_folder / "storage"

    @property
    def soffice_path(self) -> Path | None:
        """The soffice that is to be used, None to search for one."""
        return Path(self.values["soffice"]) if self.values["soffice"] else None

    @property
    def uno_python_path(self) -> Path | None:
        """The Python with UNO that is to be used, None to search for one."""
        return Path(self.values["uno_python"]) if self.values["uno_python"] else None

    @property
    def worker_count(self) -> int:
        """LibreOffice processes to keep: as many as cores unless set."""
        return int(self.values["workers"]) or len(os.sched_getaffinity(0))

    def check_exposure(self) -> None:
        """Refuse to listen beyond this machine without a token.

        Raises:
            BadSettings: the address is not loopback and no token is set.
        """
        if self.values["host"] not in LOOPBACK and not self.values["api_token"]:
            raise BadSettings(
                f"Không mở dịch vụ ra địa chỉ {self.values['host']} khi chưa có mã truy cập. "
                "Xin đặt VANBAN_API_TOKEN (từ 16 ký tự) hoặc dùng địa chỉ 127.0.0.1."
            )
        if 0 < len(self.values["api_token"]) < 16:
            raise BadSettings("VANBAN_API_TOKEN quá ngắn: xin dùng từ 16 ký tự trở lên.")

    def shown(self) -> list[tuple[str, str, str, str]]:
        """Give (variable, value, where it comes from, help) for each setting, secrets hidden."""
        rows = []
        for s in SETTINGS:
            value = self.values[s.name]
            text = os.pathsep.join(map(str, value)) if isinstance(value, tuple) else str(value)
            if s.secret and text:
                text = "(được giấu)"
            rows.append((s.variable, text, "đã đặt" if s.name in self.given else "mặc định", s.help))
        return rows
