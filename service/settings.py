"""The settings of the service, read once from the environment at the entries and passed down; nobody else reads it."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import BadSettings
from service.readers import (
    address,
    addresses,
    count,
    file,
    folders,
    level,
    one_of,
    page_number,
    seconds,
    sqlite,
)

PROJECT = Path(__file__).resolve().parent.parent
PREFIX = "VANBAN_"
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


SETTINGS = (
    Setting("data", "instance", "Thư mục giữ dữ liệu của dịch vụ", Path),
    Setting("database", "", "Địa chỉ cơ sở dữ liệu; trống: sqlite trong thư mục dữ liệu", sqlite),
    Setting("storage", "", "Nơi giữ tệp (file:THƯ-MỤC); trống: thư mục con storage", file),
    Setting("engine", "", "Hàng đợi việc (sqlite:///TỆP); trống: sqlite trong thư mục dữ liệu", sqlite),
    Setting(
        "templates",
        str(PROJECT / "docx_templates"),
        "Các thư mục chứa bộ mẫu, cách nhau bằng dấu ':'",
        folders,
    ),
    Setting("host", "127.0.0.1", "Địa chỉ lắng nghe; địa chỉ khác 127.0.0.1 cần đặt VANBAN_API_TOKEN"),
    Setting("port", "8000", "Cổng lắng nghe", count),
    Setting(
        "api_token", "", "Mã truy cập cho API và trang web; trống: chỉ phục vụ trên máy này", secret=True
    ),
    Setting("workers", "0", "Số tiến trình LibreOffice; 0: bằng số nhân của máy", count),
    Setting("convert_timeout", "60", "Thời gian tối đa để chuyển một văn bản sang PDF (giây)", seconds),
    Setting("soffice_memory", "1500", "Bộ nhớ tối đa của một tiến trình LibreOffice (MB)", count),
    Setting("soffice_restart", "500", "Khởi động lại LibreOffice sau chừng này văn bản", count),
    Setting("soffice", "", "Đường dẫn soffice; trống: tự tìm"),
    Setting("uno_python", "", "Python có thư viện UNO; trống: tự tìm"),
    Setting(
        "verify_timeout", "60", "Thời gian để kiểm định một tệp PDF (giây; thêm 1 giây cho mỗi MB)", seconds
    ),
    Setting("verify_memory", "1024", "Bộ nhớ tối đa của bộ kiểm định veraPDF (MB)", count),
    Setting(
        "page_number",
        "Tr. {n}/{total}",
        "Số trang đóng trên hồ sơ: {n} là số trang, {total} là tổng số; khong: không đóng. Ví dụ: Tờ số {n}",
        page_number,
    ),
    Setting(
        "page_number_place",
        "tren-phai",
        "Chỗ của số trang hồ sơ: tren-phai, duoi-giua hoặc duoi-phai",
        one_of("tren-phai", "duoi-giua", "duoi-phai"),
    ),
    Setting(
        "page_number_from",
        "van-ban",
        "Trang 1 của hồ sơ: van-ban (văn bản đầu tiên, theo nghiệp vụ lưu trữ) hoặc bia",
        one_of("van-ban", "bia"),
    ),
    Setting("sign_pkcs12", "", "Ký số: tệp .p12 hoặc .pfx giữ khóa và chứng thư của cơ quan"),
    Setting("sign_passphrase_file", "", "Ký số: tệp giữ mật khẩu của tệp .p12 (một dòng)"),
    Setting("sign_pkcs11", "", "Ký số bằng thiết bị: tệp thư viện PKCS#11 của hãng (.so)"),
    Setting("sign_token", "", "Ký số: tên thiết bị hoặc số khe cắm; trống: thiết bị duy nhất đang cắm"),
    Setting("sign_pin_file", "", "Ký số: tệp giữ mã PIN của thiết bị (một dòng)"),
    Setting(
        "sign_certificate",
        "",
        "Ký số: tên chứng thư trên thiết bị, hoặc tệp chứng thư; trống: chứng thư duy nhất có khóa",
    ),
    Setting(
        "sign_level",
        "B-B",
        "Mức chữ ký PAdES: B-B, B-T (dấu thời gian), B-LT (thêm dữ liệu thu hồi), B-LTA (thêm dấu thời gian toàn tệp)",
        one_of("B-B", "B-T", "B-LT", "B-LTA"),
    ),
    Setting("sign_tsa", "", "Địa chỉ máy chủ dấu thời gian (http://…), cho mức B-T, B-LT và B-LTA", address),
    Setting(
        "sign_revocation",
        "",
        "Các địa chỉ OCSP, CRL được phép hỏi khi ký mức B-LT, cách nhau bằng dấu cách",
        addresses,
    ),
    Setting(
        "sign_roots",
        "",
        "Thư mục chứng thư gốc và trung gian được tin (.crt, .pem), danh sách thu hồi (.crl)",
    ),
    Setting(
        "sign_place",
        "tren-phai",
        "Chỗ hiện chữ ký: tren-phai (góc trên trang đầu), cho-ky (chỗ ký ở cuối) hoặc an (không hiện)",
        one_of("tren-phai", "cho-ky", "an"),
    ),
    Setting("sign_image", "", "Ảnh chữ ký (.png nền trong suốt) đặt vào chỗ ký khi VANBAN_SIGN_PLACE=cho-ky"),
    Setting(
        "sign_timeout", "20", "Thời gian chờ mỗi lần hỏi máy chủ dấu thời gian, OCSP, CRL (giây)", seconds
    ),
    Setting(
        "rules",
        "",
        "Thư mục quy tắc riêng của cơ quan (các tệp .toml, docs/quy-tac.md), cách nhau bằng dấu ':'",
        folders,
    ),
    Setting("max_rows", "10000", "Số dòng tối đa của một lô", count),
    Setting("max_upload", "64", "Cỡ tối đa của một lần gửi lên (MB)", count),
    Setting("log_level", "INFO", "Mức ghi nhật ký: DEBUG, INFO, WARNING, ERROR", level),
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
                shown = "(được giấu)" if setting.secret or "@" in text else text
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

    def check_templates(self) -> None:
        """Refuse to work with fewer templates than meant.

        Raises:
            BadSettings: names every folder of templates that is not there.
        """
        missing = [str(folder) for folder in self.values["templates"] if not folder.is_dir()]
        if missing:
            raise BadSettings(f"Không có thư mục bộ mẫu {', '.join(missing)}. Xin sửa VANBAN_TEMPLATES.")

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
