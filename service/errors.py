"""Every way in which the service can refuse or fail; knows nothing of HTTP, the command line or the database.

    ServiceError
    ├─ InputError               the sender can mend it
    │  ├─ UnreadableInput
    │  ├─ InputTooLarge
    │  ├─ InvalidSubmission
    │  │  └─ StoppedByFindings
    │  ├─ InvalidTemplate
    │  ├─ RefusedPdf
    │  ├─ NotFound
    │  ├─ Conflict
    │  ├─ NotAllowed
    │  └─ Forbidden
    ├─ TemplateError            the author of the template package must mend it
    │  ├─ BrokenPackage
    │  └─ FillFailed
    ├─ ToolError                an outside program
    │  ├─ ToolMissing
    │  ├─ ToolTimeout
    │  ├─ ConversionFailed
    │  └─ SigningFailed
    ├─ StorageUnavailable
    ├─ Busy
    └─ BadSettings

One table (the class attributes) drives HTTP status and exit code; nothing else decides by type, and nothing
decides by text. The docstring of each class is its default sentence for the reader, in Vietnamese.
Exit codes are those of sysexits.h.
"""

import errno
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """One thing to mend and where it stands.

    `pointer` is a JSON pointer into one submission ("/ho_ten", "/vang/0/ly_do"; "" is the whole of it). `row` counts
    from 1, the header not counted; `column` is the column's title; `cell` is the sheet's own name ("D17", or
    "Vắng mặt!B3" on another sheet than the first); `page` is the page of a PDF, from 1. `rule` is the kind of check
    that spoke ("required", "format", …, or "M1" for a rule of the paperwork, then with its `severity` and `source`).
    """

    detail: str
    pointer: str = ""
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    page: int | None = None
    rule: str | None = None
    severity: str | None = None
    source: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the members that are known; `pointer` and `detail` always."""
        return {k: v for k, v in asdict(self).items() if v is not None}


class ServiceError(Exception):
    """Có lỗi ngoài dự kiến của hệ thống. Xin thử lại; nếu vẫn lỗi, gửi mã yêu cầu cho người quản trị."""

    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Lỗi hệ thống"
    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 70

    def __init__(
        self,
        detail: str = "",
        *,
        errors: Iterable[FieldError] = (),
        findings: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        self.detail = detail or " ".join((type(self).__doc__ or "").split())
        self.errors = tuple(errors)
        self.findings = tuple(findings)
        super().__init__(self.detail)

    def as_problem(self) -> dict[str, Any]:
        """Give the members of an RFC 9457 problem that do not depend on the request; `findings` if there are any."""
        found = {"findings": [dict(f) for f in self.findings]} if self.findings else {}
        return {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "errors": [e.as_dict() for e in self.errors],
            **found,
        }


class InputError(ServiceError):
    """Dữ liệu gửi lên chưa dùng được."""

    code, title, status, exit_code = "input", "Dữ liệu chưa dùng được", 400, 65


class UnreadableInput(InputError):
    """Không đọc được tệp hoặc nội dung gửi lên."""

    code, title, status = "unreadable-input", "Không đọc được dữ liệu", 400


class InputTooLarge(InputError):
    """Dữ liệu gửi lên vượt quá giới hạn."""

    code, title, status = "input-too-large", "Dữ liệu quá lớn", 413


class InvalidSubmission(InputError):
    """Dữ liệu chưa đúng biểu mẫu. Xin sửa những chỗ được nêu rồi gửi lại."""

    code, title, status = "invalid-submission", "Dữ liệu chưa đúng biểu mẫu", 422


class StoppedByFindings(InvalidSubmission):
    """Số liệu hoặc câu chữ chưa khớp theo quy tắc kiểm tra. Xin sửa rồi gửi lại, hoặc ghi lý do để vẫn làm."""

    code, title = "stopped-by-findings", "Số liệu hoặc câu chữ chưa khớp"


class InvalidTemplate(InputError):
    """Mẫu văn bản gửi lên có chỗ phải sửa nên chưa được nhận."""

    code, title, status = "invalid-template", "Mẫu văn bản chưa dùng được", 422


class RefusedPdf(InputError):
    """Tệp PDF có chỗ chưa thể đóng vào hồ sơ. Xin sửa những chỗ được nêu rồi gửi lại."""

    code, title, status = "refused-pdf", "Tệp PDF chưa nhận được", 422


class NotFound(InputError):
    """Không tìm thấy."""

    code, title, status, exit_code = "not-found", "Không tìm thấy", 404, 66


class Conflict(InputError):
    """Yêu cầu mâu thuẫn với việc đã làm trước đó."""

    code, title, status = "conflict", "Yêu cầu mâu thuẫn", 409


class NotAllowed(InputError):
    """Cần đăng nhập hoặc mã truy cập (token) đúng."""

    code, title, status, exit_code = "not-allowed", "Chưa được phép", 401, 77


class Forbidden(InputError):
    """Yêu cầu đến từ nơi không được phép."""

    code, title, status, exit_code = "forbidden", "Không được phép", 403, 77


class TemplateError(ServiceError):
    """Bộ mẫu có lỗi."""

    code, title = "template", "Bộ mẫu có lỗi"


class BrokenPackage(TemplateError):
    """Bộ mẫu có lỗi nên chưa dùng được. Chạy `vanban check` để xem từng chỗ phải sửa."""

    code, title, status, exit_code = "broken-package", "Bộ mẫu có lỗi", 503, 78


class FillFailed(TemplateError):
    """Không điền được mẫu văn bản."""

    code, title = "fill-failed", "Không điền được mẫu"


class ToolError(ServiceError):
    """Chương trình bên ngoài gặp lỗi."""

    code, title = "tool", "Chương trình bên ngoài gặp lỗi"


class ToolMissing(ToolError):
    """Thiếu chương trình cần thiết. Chạy `vanban doctor` để biết cách cài."""

    code, title, status, exit_code = "tool-missing", "Thiếu chương trình cần thiết", 503, 69


class ToolTimeout(ToolError):
    """Chuyển đổi quá lâu nên đã dừng. Xin thử lại sau."""

    code, title, status, exit_code = "tool-timeout", "Quá thời gian chờ", 503, 75


class ConversionFailed(ToolError):
    """Không chuyển được văn bản sang PDF."""

    code, title = "conversion-failed", "Không chuyển được sang PDF"


class SigningFailed(ToolError):
    """Chưa ký số được: thiết bị ký hoặc máy chủ dấu thời gian chưa trả lời. Xin thử lại sau."""

    code, title, status, exit_code = "signing-failed", "Chưa ký số được", 503, 75


_WHY = {
    errno.ENOSPC: "đĩa đã đầy. Xin dọn bớt chỗ",
    errno.EDQUOT: "đã hết hạn mức trên đĩa. Xin dọn bớt chỗ",
    errno.EROFS: "đĩa chỉ cho đọc. Xin chọn thư mục khác",
    errno.EACCES: "không có quyền. Xin mở quyền cho người đang chạy hoặc chọn thư mục khác",
    errno.EPERM: "không có quyền. Xin mở quyền cho người đang chạy hoặc chọn thư mục khác",
    errno.EISDIR: "ở đó có một thư mục mang tên này. Xin chọn tên khác",
    errno.ENOTDIR: "trên đường dẫn có một tệp ở chỗ của thư mục. Xin chọn thư mục khác",
    errno.EEXIST: "trên đường dẫn có một tệp ở chỗ của thư mục. Xin chọn thư mục khác",
    errno.ENOENT: "tệp hoặc thư mục không còn ở đó. Xin xem lại đường dẫn",
    errno.ENAMETOOLONG: "tên dài quá. Xin chọn tên ngắn hơn",
}
"""What the system says of a file that cannot be written, and how to mend it."""


class StorageUnavailable(ServiceError):
    """Chưa ghi hoặc đọc được kho lưu trữ (có thể đĩa đã đầy). Xin báo người quản trị rồi thử lại."""

    code, title, status, exit_code = "storage-unavailable", "Kho lưu trữ chưa sẵn sàng", 503, 75

    @classmethod
    def of(cls, told: str, error: OSError) -> "StorageUnavailable":
        """Say why something could not be done with a file, and what to do about it.

        Args:
            told: what could not be done to which file: "Không ghi được out/ho-so.pdf".
            error: what the system said.
        """
        unknown = (
            f"đĩa báo lỗi số {error.errno}. Xin kiểm tra ổ đĩa"
            if error.errno
            else "đĩa báo lỗi. Xin kiểm tra ổ đĩa"
        )
        return cls(f"{told}: {_WHY.get(error.errno or 0, unknown)} rồi thử lại.")


class Busy(ServiceError):
    """Hệ thống đang bận. Xin thử lại sau ít phút."""

    code, title, status, exit_code = "busy", "Hệ thống đang bận", 503, 75


class BadSettings(ServiceError):
    """Cấu hình chưa đúng."""

    code, title, status, exit_code = "bad-settings", "Cấu hình chưa đúng", 500, 78
