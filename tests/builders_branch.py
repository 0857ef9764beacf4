"""Make submissions of a branch whose figures all agree, as many different ones as there are seeds.

Attendance adds up, votes belong to full members, shares are worked out, dates run forward. Silent by construction.
"""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from service.vietnamese.dates import long_date, short_date
from service.vietnamese.names import sort_key
from service.vietnamese.numbers import group, share
from service.vietnamese.words import number_to_words

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Võ", "Bùi", "Đỗ", "Ksor", "Thạch")
MIDDLE = ("Văn", "Thị", "Minh", "Thanh", "Hoàng", "Ngọc", "Thu", "Quốc")
GIVEN = ("An", "Bình", "Được", "Hậu", "Loan", "Quân", "Thuý", "Hòa", "Út", "Ước", "Uyên", "Tám", "Ánh")
MEETING_LABELS = ((90, "Tốt"), (70, "Khá"), (50, "Trung bình"), (0, "Kém"))

Values = dict[str, Any]


def submission(slug: str, sample: Mapping[str, Any], seed: int) -> Values:
    """Make one consistent submission of a package, on the base of its sample."""
    return _MAKERS[slug](dict(sample), random.Random(seed))


def _names(dice: random.Random, count: int) -> list[str]:
    found: dict[bytes, str] = {}
    while len(found) < count:
        name = " ".join(dice.choice(part) for part in (FAMILY, MIDDLE, GIVEN))
        found.setdefault(sort_key(name), name)
    return list(found.values())


def _day(dice: random.Random) -> date:
    return date(2026, 8, 1) + timedelta(days=dice.randrange(120))


def _people(dice: random.Random) -> Values:
    """Give the figures of one meeting: present, absent and members of two kinds."""
    total = dice.randint(6, 60)
    excused, unexcused = dice.randint(0, total // 8), dice.randint(0, total // 12)
    probation = dice.randint(0, 2)
    present = total - excused - unexcused
    voters = dice.randint(max(1, min(present, total - probation) - 1), min(present, total - probation))
    return {
        "total": total,
        "official": total - probation,
        "probation": probation,
        "present": present,
        "excused": excused,
        "unexcused": unexcused,
        "voters": voters,
    }


def _vote(dice: random.Random, voters: int, official: int) -> tuple[int, int, int]:
    agree = dice.randint(max(official // 2 + 1, voters - 2), voters)
    against = dice.randint(0, voters - agree)
    return agree, against, voters - agree - against


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _resolution(values: Values, dice: random.Random) -> Values:
    people, day = _people(dice), _day(dice)
    names = _names(dice, people["excused"] + people["unexcused"] + 8)
    chair, secretary, *rest = names
    away, away_unexcused = rest[: people["excused"]], rest[people["excused"] :][: people["unexcused"]]
    speakers = rest[people["excused"] + people["unexcused"] :][:4]
    start, lasted = dice.randint(7 * 60, 19 * 60), dice.randint(120, 180)
    agree, against, other = _vote(dice, people["voters"], people["official"])
    meeting = {
        **values["cuoc_hop"],
        "ngay": day.isoformat(),
        "bat_dau": _clock(start),
        "ket_thuc": _clock(start + lasted),
        "thoi_luong": lasted,
        "tong_so": people["total"],
        "chinh_thuc": people["official"],
        "du_bi": people["probation"],
        "co_mat": people["present"],
        "vang_co_ly_do": [{"ho_ten": n, "ly_do": "đi công tác"} for n in away],
        "vang_khong_ly_do": away_unexcused,
        "chu_tri": chair,
        "thu_ky": secretary,
    }
    return {
        **values,
        "so": dice.choice((None, dice.randint(1, 150))),
        "ngay_ban_hanh": (day + timedelta(days=dice.randint(0, 2))).isoformat(),
        "cuoc_hop": meeting,
        "danh_gia": {**values["danh_gia"], "tu_tuong": _sentence(dice, day)},
        "phuong_huong": _with_deadlines(values["phuong_huong"], "nhiem_vu_chinh_tri", day, dice),
        "phan_cong": _with_deadlines(values["phan_cong"], "viec", day, dice),
        "cham_diem": _scores(values["cham_diem"], people, dice),
        "bieu_quyet": {
            "so_bieu_quyet": people["voters"],
            "tan_thanh": agree,
            "khong_tan_thanh": against,
            "y_kien_khac": other,
        },
        "nguoi_ky": {"chuc_vu": "Bí thư", "ho_ten": chair},
        "y_kien": [{"ho_ten": n, "noi_dung": _sentence(dice, day)} for n in speakers],
    }


def _with_deadlines(values: Values, name: str, day: date, dice: random.Random) -> Values:
    rows = [
        {**row, "thoi_han": (day + timedelta(days=dice.randint(3, 40))).isoformat()} for row in values[name]
    ]
    return {**values, name: rows}


def _scores(values: Values, people: Values, dice: random.Random) -> Values:
    rate = 100 * people["present"] / people["total"]
    due = (
        1
        if people["unexcused"]
        else next(s for least, s in ((90, 4), (75, 3), (65, 2), (0, 1)) if rate >= least)
    )
    rows = []
    for row in values["tieu_chi"]:
        score = due if "Tỷ lệ" in row["ten"] else dice.randint(0, 2 * row["toi_da"]) / 2
        rows.append({**row, "diem": score})
    total = sum(row["diem"] for row in rows)
    label = next(name for least, name in MEETING_LABELS if total >= least)
    return {**values, "tieu_chi": rows, "tong_diem": total, "xep_loai": label}


def _minutes(values: Values, dice: random.Random) -> Values:
    people, day = _people(dice), _day(dice)
    away = people["excused"] + people["unexcused"]
    names = _names(dice, away + 8)
    start = dice.randint(7 * 60, 19 * 60)
    votes = [_vote(dice, people["voters"], people["official"]) for _ in range(dice.randint(1, 3))]
    rows = [
        {
            "ho_ten": name,
            "co_ly_do": n < people["excused"],
            "ly_do": "bận việc gia đình" if n < people["excused"] else "",
        }
        for n, name in enumerate(names[2 : 2 + away])
    ]
    return {
        **values,
        "thang": f"{day:%Y-%m}",
        "ngay_hop": day.isoformat(),
        "gio_bat_dau": _clock(start),
        "gio_ket_thuc": _clock(start + dice.randint(120, 180)),
        "tong_so": people["total"],
        "chinh_thuc": people["official"],
        "du_bi": people["probation"],
        "co_mat": people["present"],
        "vang": away,
        "vang_co_ly_do": people["excused"],
        "vang_khong_ly_do": people["unexcused"],
        "danh_sach_vang": rows,
        "chu_tri": {"ho_ten": names[0], "chuc_vu": "Bí thư Chi bộ"},
        "thu_ky": {"ho_ten": names[1], "chuc_vu": "Chi ủy viên"},
        "thoi_su": "Thông tin thời sự trong nước, trong tỉnh; quán triệt văn bản mới của Đảng ủy xã.",
        "y_kien": [{"ho_ten": n, "noi_dung": _sentence(dice, day)} for n in names[2 + away : 5 + away]],
        "so_bieu_quyet": people["voters"],
        "bieu_quyet": [
            {"noi_dung": "Thông qua nghị quyết", "tan_thanh": a, "khong_tan_thanh": b, "khac": c}
            for a, b, c in votes
        ],
    }


def _commitment(values: Values, dice: random.Random) -> Values:
    day = _day(dice)
    born = date(1950, 1, 1) + timedelta(days=dice.randrange(20_000))
    texts = {
        name: _sentence(dice, day)
        for name in ("tu_tuong_chinh_tri", "to_chuc_ky_luat", "chuc_trach_nhiem_vu")
    }
    return {
        **values,
        **texts,
        "ho_ten": _names(dice, 1)[0],
        "ngay_sinh": born.isoformat(),
        "ngay_cam_ket": day.isoformat(),
        "nam": day.year + 1,
    }


def _report(values: Values, dice: random.Random) -> Values:
    day = date(2026, 12, dice.randint(10, 31))
    start, joined, came = dice.randint(20, 60), dice.randint(0, 4), dice.randint(0, 4)
    left, died = dice.randint(0, 3), dice.randint(0, 2)
    end = start + joined + came - left - died
    unrated, probation = dice.randint(0, 3), dice.randint(0, 2)
    fees = [_fee(f"Quý {q}", dice) for q in ("I", "II", "III", "IV")]
    fee_sums = {k: sum(f[k] for f in fees) for k in ("thu", "trich_nop", "giu_lai")}
    units = dice.randint(3, 12)
    return {
        **values,
        "ngay_ban_hanh": day.isoformat(),
        "nam": 2026,
        "to_chuc_dang_vien": f"Đầu năm chi bộ có {start} đảng viên; cuối năm có {end:02d} đảng viên.",
        "kiem_tra_giam_sat": _sentence(dice, day),
        "sinh_hoat_chi_bo": _sentence(dice, day),
        "thu_nop_dang_phi": (
            f"Thu đảng phí cả năm {group(fee_sums['thu'])} đồng; trích nộp cấp trên "
            f"{group(fee_sums['trich_nop'])} đồng, giữ lại chi hoạt động {group(fee_sums['giu_lai'])} đồng."
        ),
        "dang_vien": {
            "dau_nam": start,
            "ket_nap": joined,
            "chuyen_den": came,
            "chuyen_di": left,
            "tu_tran": died,
            "xoa_ten": 0,
            "khai_tru": 0,
            "cuoi_nam": end,
            "chinh_thuc": end - probation,
            "du_bi": probation,
            "nu": dice.randint(0, end),
            "dan_toc": dice.randint(0, end),
            "mien": dice.randint(0, end),
        },
        "sinh_hoat": [_month(month, dice) for month in range(1, 13)],
        "xep_loai_to_chuc": {"tong_so": units + dice.randint(0, 2), **_levels(units, dice)},
        "xep_loai_to_chuc_nam_truoc": _levels(units, dice),
        "xep_loai_dang_vien": {"chua_xep_loai": unrated, **_levels(end - unrated, dice)},
        "xep_loai_dang_vien_nam_truoc": _levels(start, dice),
        "lam_theo_bac": {**values["lam_theo_bac"], "dang_ky": end, "lanh_dao": dice.randint(0, end)},
        "dang_phi": fees,
    }


def _fee(quarter: str, dice: random.Random) -> Values:
    handed, kept = dice.randint(500, 3_000) * 1_000, dice.randint(200, 900) * 1_000
    return {"ky": quarter, "thu": handed + kept, "trich_nop": handed, "giu_lai": kept}


def _month(month: int, dice: random.Random) -> Values:
    people = _people(dice)
    return {
        "thang": month,
        "trieu_tap": people["total"],
        "co_mat": people["present"],
        "vang_co_ly_do": people["excused"],
        "vang_khong_ly_do": people["unexcused"],
    }


def _levels(rated: int, dice: random.Random) -> Values:
    good = dice.randint(rated // 2, rated)
    best = min(dice.randint(0, good // 5), rated - good)
    rest = rated - good - best
    fair = dice.randint(0, rest)
    return {
        "duoc_xep_loai": rated,
        "xuat_sac": best,
        "tot": good,
        "hoan_thanh": fair,
        "khong_hoan_thanh": rest - fair,
    }


def _sentence(dice: random.Random, day: date) -> str:
    """Write running text full of figures, days, shares and citations that are all right."""
    whole = dice.randint(2, 6_000)
    part = dice.randint(1, whole)
    places = dice.randint(0, 2)
    rate = share(part, whole, places)
    if rate == "100%" and part != whole:
        rate = share(part, whole, 2)
    money = dice.randint(1, 9_000) * 1_000
    earlier = day - timedelta(days=dice.randint(1, 300))
    pieces = (
        f"Có {group(part)}/{group(whole)} hộ tham gia, đạt {rate}.",
        f"Vận động {group(money)} đồng (bằng chữ: {number_to_words(money)} đồng).",
        f"Thực hiện Nghị quyết số 12-NQ/ĐU, ngày {short_date(earlier)} của Đảng ủy xã.",
        f"Sơ kết vào {long_date(day)}; tổng kết cuối năm 2026.",
        f"Tổng cộng {group(part + whole)} = {group(part)} + {group(whole)} lượt.",
        "Trước đây Huyện ủy đã tặng giấy khen; nay Đảng ủy xã tiếp tục biểu dương.",
        "Đồng chí nêu: “Phải gần dân, hiểu dân, học dân…” và hứa làm ngay; ủy viên phụ trách hòa giải 03 vụ.",
        "Nhân dịp 19/8 và Quốc khánh 02/9, 100% hộ treo cờ Tổ quốc.",
    )
    return " ".join(dice.sample(pieces, dice.randint(2, 5)))


_MAKERS: Mapping[str, Callable[[Values, random.Random], Values]] = {
    "nghi-quyet-chi-bo": _resolution,
    "bien-ban-sinh-hoat-chi-bo": _minutes,
    "ban-cam-ket": _commitment,
    "bao-cao-tong-ket-nam": _report,
}
PACKAGES = tuple(_MAKERS)
