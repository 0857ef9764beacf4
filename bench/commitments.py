"""A list of commitments as an office sends it in December: the package ban-cam-ket, widened to 25 columns.

The seven long texts of a row are put together from the sentences that members write, with figures, days and places of
their own, so that hardly one text stands in two rows and a cache of texts gains nothing by them; what one office has in
common (organs, posts, legal grounds, the day) repeats as it does in real lists. One row of fifty has something that a
check speaks of.
"""

import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from service.catalog.package import load_package

PACKAGE = Path(__file__).resolve().parent.parent / "docx_templates" / "ban-cam-ket"

FAMILIES = (
    "Nguyễn Văn",
    "Trần Thị",
    "Lê Quốc",
    "Phạm Ngọc",
    "Đặng Hữu",
    "Võ Thùy",
    "Hồ Xuân",
    "Huỳnh Thị Mỹ",
)
GIVEN = (
    "An",
    "Bình",
    "Cường",
    "Dung",
    "Giang",
    "Hạnh",
    "Khôi",
    "Lan",
    "Minh",
    "Ngọc",
    "Út",
    "Ước",
    "Ý",
    "Hậu",
)
HAMLETS = ("Mỹ Thạnh", "Mỹ Phước", "Bình Hòa", "An Thuận", "Tân Lợi", "Hưng Lợi", "Quí Lợi", "Thạnh Đông")
ORGANS = ("Ủy ban nhân dân xã", "Trường Tiểu học", "Trạm Y tế xã", "Công an xã", "Hợp tác xã nông nghiệp", "")
POSTS = ("Đảng viên", "Chi ủy viên", "Bí thư", "Phó Bí thư")
DUTIES = ("Công chức Văn phòng - Thống kê", "Giáo viên", "Trưởng ấp", "Nông dân", "Y sĩ", "")
UNIONS = ("Đoàn viên Công đoàn", "Chi hội trưởng Chi hội Nông dân", "Hội viên Hội Cựu chiến binh", "")
TOPICS = (
    "chuyển đổi số",
    "cải cách hành chính",
    "xây dựng nông thôn mới",
    "dân vận khéo",
    "bảo vệ môi trường",
)
WRONG = (
    " Hoàn thành trước ngày 5 tháng 07 năm 2027.",
    " Đã đạt 9/12 kỳ (chiếm 74,00%).",
    " Giúp đỡ {a}  hộ nghèo.",
    " Phối hợp với Ủy ban nhân dân huyện Cao Lãnh.",
)
SENTENCES = {
    "tu_tuong_chinh_tri": (
        "Kiên định chủ nghĩa Mác - Lênin, tư tưởng Hồ Chí Minh và đường lối đổi mới của Đảng.",
        "Dự đủ {b}/{b} lớp học nghị quyết trong năm, mỗi lớp có bài thu hoạch trong vòng {a} ngày.",
        "Không nói, viết, làm trái đường lối của Đảng; phản bác ít nhất {a} thông tin sai trái về {t} mỗi quý.",
        "Đọc {a} cuốn sách về tư tưởng Hồ Chí Minh trước ngày {d}/{m}/2027; vận động gia đình cùng thực hiện.",
        "Tự học chuyên đề năm 2027 về {t}, mỗi tuần {b} giờ, ghi đầy đủ vào “Sổ tay đảng viên”.",
    ),
    "dao_duc_loi_song": (
        "Thực hiện cần, kiệm, liêm, chính, chí công vô tư; tiết kiệm {p}% chi phí văn phòng phẩm so với năm 2026.",
        "Ghi đầy đủ “Sổ tay đảng viên làm theo gương Bác” trước ngày {d} hằng tháng.",
        "Không uống rượu, bia trong giờ làm việc; vận động {a} hộ ấp {h} không vi phạm nồng độ cồn.",
        "Ủng hộ quỹ Vì người nghèo {n} đồng; giữ gìn đoàn kết nội bộ, gia đình đạt chuẩn văn hóa.",
    ),
    "to_chuc_ky_luat": (
        "Dự đủ {b}/{b} kỳ sinh hoạt chi bộ, đóng đảng phí đúng hạn trước ngày {d} hằng tháng.",
        "Phát biểu ít nhất {a} kỳ; chấp hành sự phân công của tổ chức và những điều đảng viên không được làm.",
        "Chấp hành Quy định số 144-QĐ/TW, ngày 09/5/2024; tự phê bình và phê bình thẳng thắn, mỗi quý {a} lần.",
        "Báo cáo chi bộ {h} bằng văn bản kết quả công việc trước ngày {d} tháng {w} năm 2027.",
    ),
    "tac_phong_le_loi": (
        "Tiếp dân đúng giờ, trả lời rõ ràng; xử lý kiến nghị trong {a} ngày làm việc.",
        "Đăng tài liệu họp lên Sổ tay đảng viên điện tử trước kỳ họp ít nhất {a} ngày.",
        "Đi cơ sở {b} buổi mỗi tháng tại ấp {h}; ghi nhật ký công tác, nêu {a} việc cần làm ngay.",
    ),
    "chuc_trach_nhiem_vu": (
        "Giải quyết {p}% hồ sơ trước và đúng hạn; số hóa đủ {n} hồ sơ lưu trữ trước ngày {d}/{m}/2027.",
        "Vận động {a} hộ hiến đất làm đường ở ấp {h}; giúp đỡ {b} quần chúng ưu tú phấn đấu vào Đảng.",
        "Hoàn thành {a} chỉ tiêu được giao về {t}; trực tiếp dân {b} buổi mỗi tháng, không để ai phải chờ.",
        "Tham mưu {a} kế hoạch, {b} báo cáo về {t}, bảo đảm chất lượng và thời gian theo Kế hoạch số {a}-KH/ĐU.",
    ),
    "khac_phuc_han_che": (
        "Khắc phục việc gửi tài liệu sát ngày họp mà chi bộ đã chỉ ra trong kiểm điểm năm 2026: gửi trước {a} ngày.",
        "Năm 2026 còn {b} lần đi họp trễ; năm 2027 không để xảy ra, quý I kiểm điểm lại trước chi bộ {h}.",
        "Khắc phục hạn chế về {t}: học {a} buổi mỗi tháng, hoàn thành trước ngày {d}/{m}/2027.",
        "",
    ),
    "ke_hoach_hanh_dong": (
        "Quý I: hướng dẫn {n} người dân ấp {h} dùng thành thạo dịch vụ công trực tuyến.",
        "Quý II và III: hoàn thành {p}% kế hoạch về {t}; sơ kết trước ngày {d} tháng {w} năm 2027.",
        "Quý IV: tự kiểm điểm và báo cáo chi bộ kết quả thực hiện cam kết, phấn đấu xếp loại từ khá trở lên.",
        "Làm {a} mô hình về {t} tại ấp {h}, kinh phí {n} đồng từ nguồn xã hội hóa.",
    ),
}
MORE = {
    "so_cccd": {"type": "string", "title": "Số định danh cá nhân", "format": "vn-cccd"},
    "so_the_dang": {"type": "string", "title": "Số thẻ đảng viên", "format": "vn-party-card"},
    "ngay_vao_dang": {"type": "string", "title": "Ngày vào Đảng", "format": "vn-date"},
    "dien_thoai": {"type": "string", "title": "Điện thoại", "format": "vn-phone"},
}


def widened(folder):
    """Copy the package into a folder, widened by the columns of MORE to 25, and load it."""
    target = shutil.copytree(PACKAGE, folder / PACKAGE.name)
    path = target / "form.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    schema["properties"] |= MORE
    path.write_text(json.dumps(schema, ensure_ascii=False), "utf-8")
    return load_package(target)


def people(rows):
    """Give the values of so many members; `ngay_…` are days, everything else is text or a number."""
    dice = random.Random(2026)
    grounds = json.loads((PACKAGE / "sample.json").read_text("utf-8"))["can_cu"]
    return [_person(dice, number, grounds) for number in range(1, rows + 1)]


def _person(dice, number, grounds):
    hamlet, born = dice.choice(HAMLETS), date(1950, 1, 1) + timedelta(days=dice.randrange(20_000))
    person = {
        "ho_ten": f"{dice.choice(FAMILIES)} {dice.choice(GIVEN)} {dice.choice(GIVEN)}",
        "ngay_sinh": born,
        "don_vi_cong_tac": f"{organ} Mỹ Thọ" if (organ := dice.choice(ORGANS)) else "",
        "chuc_vu_dang": dice.choice(POSTS),
        "chuc_vu_chinh_quyen": dice.choice(DUTIES),
        "chuc_vu_doan_the": dice.choice(UNIONS),
        "dang_bo": "Xã Mỹ Thọ",
        "chi_bo": f"Ấp {hamlet}",
        "dia_danh": "Mỹ Thọ",
        "ngay_cam_ket": date(2026, 11, 18),
        "nam": 2027,
        "can_cu": grounds,
        **{name: _text(dice, several, hamlet) for name, several in SENTENCES.items()},
        "chuc_vu_xac_nhan": "Bí thư",
        "nguoi_xac_nhan": f"Nguyễn Thành {hamlet.split()[-1]}",
        "so_cccd": f"087{0 if born.year < 2000 else 2}{born.year % 100:02}{number:06}",
        "so_the_dang": f"0872{number * 7:08}",
        "ngay_vao_dang": date(1990, 1, 1) + timedelta(days=dice.randrange(12_000)),
        "dien_thoai": f"09{number:08}",
    }
    if number % 50 == 0:
        person["ke_hoach_hanh_dong"] += dice.choice(WRONG).format(a=dice.randint(2, 60))
    return person


def _text(dice, sentences, hamlet):
    said = sorted(dice.sample(range(len(sentences)), 2))
    return " ".join(filter(None, (sentences[n] for n in said))).format(
        a=dice.randint(2, 60),
        b=dice.randint(2, 24),
        d=dice.randint(10, 28),
        h=hamlet,
        m=dice.randint(3, 12),
        n=f"{dice.randint(1, 9)}.{dice.randint(0, 999):03}",
        p=dice.randint(70, 100),
        t=dice.choice(TOPICS),
        w=dice.randint(3, 12),
    )


def write(path, form, rows):
    """Write a workbook: one header of the form's titles, one row for each member, days as days."""
    fields = form.root.fields
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet("Dữ liệu"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, [field.title for field in fields])
        for row, person in enumerate(rows, 1):
            for place, field in enumerate(fields):
                value = person[field.name]
                if isinstance(value, date):
                    sheet.write_datetime(row, place, value, day)
                elif isinstance(value, int):
                    sheet.write_number(row, place, value)
                elif value:
                    sheet.write_string(row, place, value)
