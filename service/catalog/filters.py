"""The filters that every template has, in one table; docs/bo-loc.md shows the same table and a test keeps it so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from service.catalog import lists, values
from service.vietnamese import dates, names, numbers, organs, words
from service.vietnamese.daywords import date_in_words
from service.vietnamese.text import first_upper
from service.vietnamese.tones import place_tones


@dataclass(frozen=True)
class Filter:
    """One filter: what it does in Vietnamese, and an example over EXAMPLE_VALUES with its result."""

    apply: Callable[..., Any]
    help: str
    example: str
    result: str


EXAMPLE_VALUES: Mapping[str, Any] = MappingProxyType(
    {
        "ngay_hop": "2026-02-05",
        "gio_hop": "17:00",
        "so_nq": 5,
        "so_dang_vien": 5631,
        "ty_le_du_hop": 88.9,
        "kinh_phi": 1250000,
        "ho_ten": "NGUYỄN THỊ ÚT",
        "ghi_chu": "",
        "du_bi": True,
        "nguoi": [
            {"ho_ten": "Trần Văn Ưng", "diem": 92.5},
            {"ho_ten": "Lê Thị Ánh", "diem": 88},
            {"ho_ten": "Đỗ Văn Dương", "diem": 90},
        ],
    }
)
"""The values that the examples speak of."""

_date, _month, _number, _text = values.date_of, values.month_of, values.number_of, values.text_of


def _roman(number: numbers.Number) -> str:
    return numbers.roman(numbers.whole_number(number))


def _year(month: tuple[int, int]) -> str:
    return str(month[0])


def _clock(value: Any) -> Any:
    return dates.parse_time(_text(value))


def _pair(write: Callable[[int, int], str]) -> Callable[[tuple[int, int]], str]:
    return lambda month: write(*month)


def _share(part: Any, whole: Any, decimals: int = 2) -> str:
    if values.empty(part) or values.empty(whole):
        return ""
    return numbers.share(_number(part), _number(whole), decimals)


def _as_it_is(value: Any) -> Any:
    return value


# fmt: off
_DATES = {
    "ngay": Filter(values.written(dates.long_date, _date),
        "Ngày viết đầy đủ, thêm số 0 trước ngày 1–9 và tháng 1, 2",
        "ngay_hop | ngay", "ngày 05 tháng 02 năm 2026"),
    "ngay_chu": Filter(values.written(date_in_words, _date),
        "Ngày viết hoàn toàn bằng chữ",
        "ngay_hop | ngay_chu", "ngày năm tháng Hai năm hai nghìn không trăm hai mươi sáu"),
    "ngay_ngan": Filter(values.written(dates.short_date, _date),
        "Ngày viết gọn trong văn bản của Đảng, thêm số 0 trước ngày 1–9 và tháng 1, 2",
        "'2026-09-05' | ngay_ngan", "05/9/2026"),
    "ngay_so": Filter(values.written(dates.numeric_date, _date),
        "Ngày trong bảng, đủ hai chữ số ngày và tháng",
        "'2026-09-05' | ngay_so", "05/09/2026"),
    "thang_nam": Filter(values.written(_pair(dates.month_year), _month),
        "Tháng và năm viết đầy đủ, thêm số 0 trước tháng 1, 2; nhận cả ngày",
        "'2026-07' | thang_nam", "tháng 7 năm 2026"),
    "thang_gach": Filter(values.written(_pair(dates.month_slash), _month),
        "Tháng và năm viết gọn, không thêm số 0; nhận cả ngày",
        "ngay_hop | thang_gach", "tháng 2/2026"),
    "nam": Filter(values.written(_year, _month),
        "Năm của một ngày hoặc một tháng",
        "ngay_hop | nam", "2026"),
    "thu": Filter(values.written(dates.weekday, _date),
        "Thứ trong tuần",
        "ngay_hop | thu", "thứ Năm"),
    "gio": Filter(values.written(dates.clock_words, _clock),
        "Giờ và phút",
        "gio_hop | gio", "17 giờ 00 phút"),
}
_NUMBERS = {
    "so": Filter(values.written(numbers.group, _number),
        "Số có dấu chấm hàng nghìn, dấu phẩy thập phân; so(1) làm tròn đến 1 chữ số lẻ",
        "so_dang_vien | so", "5.631"),
    "phan_tram": Filter(values.written(numbers.percent, _number),
        "Thêm dấu % vào một số đã là phần trăm (88.9, không phải 0.889); phan_tram(2) lấy 2 chữ số lẻ",
        "ty_le_du_hop | phan_tram", "88,9%"),
    "ty_le": Filter(_share,
        "Tính phần trăm của số đứng trước so với tổng trong ngoặc, làm tròn 2 chữ số lẻ; ty_le(260, 1) lấy 1 chữ số",
        "240 | ty_le(260)", "92,31%"),
    "tien": Filter(values.written(numbers.money, _number),
        "Số tiền, đơn vị đồng",
        "kinh_phi | tien", "1.250.000 đồng"),
    "tien_gon": Filter(values.written(numbers.money_short, _number),
        "Số tiền lớn viết gọn theo triệu, tỷ, nhiều nhất 2 chữ số lẻ; không gọn được thì viết đủ",
        "2100000000 | tien_gon", "2,1 tỷ đồng"),
    "tien_bang_chu": Filter(values.written(words.money_words, _number),
        "Số tiền viết bằng chữ",
        "kinh_phi | tien_bang_chu", "Một triệu hai trăm năm mươi nghìn đồng"),
    "bang_chu": Filter(values.written(words.decimal_to_words, _number),
        "Số viết bằng chữ; bang_chu(linh='lẻ', nghin='ngàn', tu='bốn', ty='tỉ') đổi cách đọc, tien_bang_chu cũng vậy",
        "64 | bang_chu", "sáu mươi tư"),
    "la_ma": Filter(values.written(_roman, _number),
        "Số La Mã",
        "14 | la_ma", "XIV"),
    "pad": Filter(values.pad,
        "Thêm số 0 phía trước cho đủ 2 chữ số; pad(3) cho đủ 3",
        "so_nq | pad", "05"),
    "lam_tron": Filter(values.round_number,
        "Làm tròn (nửa trở lên thì thêm 1); lam_tron(1) giữ 1 chữ số lẻ",
        "92.5 | lam_tron", "93"),
    "round": Filter(values.round_number, "Như lam_tron", "88.94 | round(1)", "88,9"),
}
_TEXT = {
    "hoa": Filter(values.upper, "Viết hoa tất cả", "'Đảng uỷ xã' | hoa", "ĐẢNG UỶ XÃ"),
    "upper": Filter(values.upper, "Như hoa", "'ủy ban' | upper", "ỦY BAN"),
    "thuong": Filter(values.lower, "Viết thường tất cả", "ho_ten | thuong", "nguyễn thị út"),
    "lower": Filter(values.lower, "Như thuong", "ho_ten | lower", "nguyễn thị út"),
    "dau_hoa": Filter(values.written(first_upper, _text),
        "Viết hoa chữ đầu, giữ nguyên phần còn lại",
        "'đồng chí Út' | dau_hoa", "Đồng chí Út"),
    "ten_rieng": Filter(values.written(names.proper_name, _text),
        "Viết hoa họ tên đang viết thường hết hoặc hoa hết; tên đã viết hoa, thường xen kẽ thì giữ nguyên",
        "ho_ten | ten_rieng", "Nguyễn Thị Út"),
    "kieu_dau": Filter(values.written(place_tones, _text),
        "Đặt dấu của oa, oe, uy cuối chữ theo chữ mẫu: kieu_dau('ủy') hoặc kieu_dau('uỷ'); không dùng cho họ tên",
        "'Đảng uỷ xã' | kieu_dau('ủy')", "Đảng ủy xã"),
    "them_loai": Filter(values.written(organs.with_kind, _text),
        "Thêm loại tổ chức vào trước tên, một lần dù tên đã ghi sẵn; chữ chỉ địa bàn liền sau viết thường",
        "'Ấp Mỹ Thạnh' | them_loai('Chi bộ')", "Chi bộ ấp Mỹ Thạnh"),
    "bo_loai": Filter(values.written(organs.without_kind, _text),
        "Bỏ loại tổ chức ghi ở đầu tên, nếu có",
        "'Chi bộ ấp Mỹ Thạnh' | bo_loai('Chi bộ')", "ấp Mỹ Thạnh"),
    "lien_ten": Filter(values.written(organs.keep_name_together, _text),
        "Giữ tên riêng ở cuối trên một dòng; đặt trước hoa",
        "'Chi bộ ấp Mỹ Thạnh' | lien_ten", "Chi bộ ấp Mỹ\u00a0Thạnh"),
    "gach": Filter(values.dots,
        "Để trống thì in 12 dấu chấm để điền tay; gach(40) in 40 dấu",
        "ghi_chu | gach", "............"),
    "co_khong": Filter(values.yes_no,
        "Giá trị đúng/sai thành “có” hoặc “không”; co_khong('dự bị', 'chính thức') đổi chữ",
        "du_bi | co_khong", "có"),
    "danh_dau": Filter(values.box, "Ô đánh dấu: ☒ nếu đúng, ☐ nếu sai hoặc trống", "du_bi | danh_dau", "☒"),
    "default": Filter(values.default,
        "Thay giá trị thiếu hoặc trống bằng chữ trong ngoặc",
        "ghi_chu | default('không có')", "không có"),
    "d": Filter(values.default, "Như default", "ghi_chu | d('không có')", "không có"),
    "trim": Filter(values.strip, "Bỏ khoảng trống ở hai đầu", "'  xã Mỹ Thọ ' | trim", "xã Mỹ Thọ"),
    "replace": Filter(values.replace, "Thay chữ", "'đ/c Út' | replace('đ/c', 'đồng chí')", "đồng chí Út"),
    "e": Filter(_as_it_is, "Giữ nguyên (các ký tự & < > đã được xử lý sẵn)", "'A & B' | e", "A & B"),
    "escape": Filter(_as_it_is, "Như e", "'A & B' | escape", "A & B"),
}
_LISTS = {
    "length": Filter(lists.length, "Số phần tử của danh sách", "nguoi | length", "3"),
    "count": Filter(lists.length, "Như length", "nguoi | count", "3"),
    "cot": Filter(lists.column,
        "Lấy một mục của mọi phần tử",
        "nguoi | cot('diem') | join('; ')", "92,5; 88; 90"),
    "join": Filter(lists.join,
        "Nối các phần tử không trống bằng chữ trong ngoặc",
        "nguoi | cot('ho_ten') | join(', ')", "Trần Văn Ưng, Lê Thị Ánh, Đỗ Văn Dương"),
    "noi": Filter(lists.listed,
        "Nối như trong câu: dấu phẩy, trước phần tử cuối là “và”",
        "nguoi | cot('ho_ten') | noi", "Trần Văn Ưng, Lê Thị Ánh và Đỗ Văn Dương"),
    "xep_ten": Filter(lists.by_name,
        "Xếp theo tên, rồi họ, rồi chữ đệm của mục ho_ten, trùng cả họ tên thì theo ngay_sinh; xep_ten('dai_bieu') xếp "
        "theo mục khác, xep_ten(dem_truoc=true) xếp chữ đệm trước họ",
        "nguoi | xep_ten | cot('ho_ten') | noi", "Lê Thị Ánh, Đỗ Văn Dương và Trần Văn Ưng"),
    "sort": Filter(lists.sort,
        "Xếp số theo độ lớn, chữ theo bảng chữ cái tiếng Việt; sort(true) xếp ngược, sort(attribute='diem') theo mục",
        "nguoi | sort(attribute='diem') | cot('diem') | join('; ')", "88; 90; 92,5"),
    "tong": Filter(lists.total,
        "Cộng các số; tong('diem') cộng một mục của mọi phần tử",
        "nguoi | tong('diem')", "270,5"),
    "sum": Filter(lists.total, "Như tong", "nguoi | sum(attribute='diem')", "270,5"),
    "first": Filter(lists.first, "Phần tử đầu", "(nguoi | first).ho_ten", "Trần Văn Ưng"),
    "last": Filter(lists.last, "Phần tử cuối", "(nguoi | last).ho_ten", "Đỗ Văn Dương"),
}
# fmt: on

FILTERS: Mapping[str, Filter] = MappingProxyType(_DATES | _NUMBERS | _TEXT | _LISTS)
"""Every filter by its name in templates; what is not here does not exist."""
