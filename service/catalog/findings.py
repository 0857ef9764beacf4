"""The rules that a template package is checked by, and how a finding of them is worded; explained in docs/mau.md."""

from collections.abc import Iterable

from service.errors import BrokenPackage, FieldError
from service.model import Finding, Severity

RULES: dict[str, str] = {
    "P1": "Tệp mẫu là văn bản Word .docx đọc được và an toàn.",
    "P2": "package.toml có đủ mục, đúng tên và đúng kiểu.",
    "P3": "form.schema.json là biểu mẫu đúng quy ước.",
    "P4": "sample.json là một bộ dữ liệu đúng biểu mẫu.",
    "P5": "Thẻ viết đúng cú pháp và không làm mất chữ đứng cạnh.",
    "P6": "Tên trong thẻ là tên một trường của biểu mẫu.",
    "P7": "Bộ lọc trong thẻ là bộ lọc có sẵn.",
    "P8": "Thẻ chỉ dùng những gì mẫu được phép dùng.",
    "P9": "Khối {% … %} không cắt ngang ô, hàng, bảng hay đoạn.",
    "P10": "Mẫu không trỏ ra ngoài tệp và không chứa mã chạy được.",
    "P11": "Phông chữ có dấu tiếng Việt Unicode và có phông cùng kích thước để thay.",
    "P12": "Trường nào của biểu mẫu cũng được mẫu dùng đến.",
    "P13": "Thẻ dùng đúng kiểu của trường: danh sách thì lặp, nhóm thì gọi tên mục con.",
    "P14": "Điền thử được mẫu bằng sample.json.",
    "P15": "Mẫu không còn dấu vết sửa đổi hoặc nhận xét.",
    "P16": "sample.json có giá trị cho mọi thẻ in ra.",
    "P17": "Hình trong văn bản có chữ thay thế, hoặc được đánh dấu là trang trí.",
}


def error(rule: str, place: object, found: str, mend: str) -> Finding:
    """Make a finding that keeps the package from being used."""
    return Finding(
        rule=rule, severity=Severity.ERROR, required=RULES[rule], found=found, mend=mend, place=str(place)
    )


def warning(rule: str, place: object, found: str, mend: str) -> Finding:
    """Make a finding that its author should look at."""
    return Finding(
        rule=rule, severity=Severity.WARNING, required=RULES[rule], found=found, mend=mend, place=str(place)
    )


def sentence(finding: Finding) -> str:
    """Say a finding in one line: place, what was found, how to mend it."""
    return f"{finding.place}: {finding.found} {finding.mend}".strip()


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Give those that keep the package from being used."""
    return [f for f in findings if f.severity is Severity.ERROR]


def broken(findings: Iterable[Finding], name: str) -> BrokenPackage:
    """Make the refusal of a package out of its findings, the errors first."""
    found = errors_in(findings)
    more = f" Còn {len(found) - 1} chỗ khác phải sửa." if len(found) > 1 else ""
    return BrokenPackage(
        f"Bộ mẫu {name} có lỗi. {sentence(found[0])}{more}",
        errors=[FieldError(detail=sentence(f), rule=f.rule) for f in found],
    )
