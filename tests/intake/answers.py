"""Awkward files of which only the sender knows how they are meant, with his answers."""

from datetime import date

from service.errors import InvalidSubmission
from service.intake.notes import Answers
from tests.builders_awkward import HEAD, an_ods, styled
from tests.builders_intake import a_book
from tests.intake.cases import NAME, Case, book, kept

DAYS = book(["Họ và tên", "Ngày sinh"], ["An", "05/02/1961"], ["Bình", "05/27/1961"], ["Chi", "03/03/1961"])
TWO = [["Họ và tên", "Ghi chú"], ["Nguyễn Văn An", "x"]]

ANSWERED = (
    Case(
        "columns explained by their places, a second one of the same title left out",
        "a.xlsx",
        book(["Tên", None, "Ghi chú", "Ghi chú"], ["x", "Nguyễn Văn An", "một", "hai"]),
        good=({**NAME, "ghi_chu": "hai"},),
        answers=Answers({"@A": "", "@B": "ho_ten", "@Dữ liệu!C": "", "@d": "Ghi chú"}),
    ),
    Case(
        "titles that are all spelled otherwise are proposed",
        "a.xlsx",
        book(["Họ và tenn", "Ngày sinhh"], ["An", "05/02/1961"]),
        refused=(InvalidSubmission, "ý bạn là “Họ và tên”"),
    ),
    Case(
        "hidden columns are asked about",
        "a.xlsx",
        lambda: styled([HEAD[:2], ["Nguyễn Văn An", "05/02/1961"]], veiled="B"),
        refused=(InvalidSubmission, "Cột B (“Ngày sinh”) có dữ liệu nhưng đang bị ẩn"),
    ),
    Case(
        "hidden columns taken on demand",
        "a.xlsx",
        lambda: styled([HEAD[:2], ["Nguyễn Văn An", "05/02/1961"]], veiled="B"),
        good=({**NAME, "ngay_sinh": "1961-02-05"},),
        notes=(("B1", ""),),
        answers=Answers(hidden="take"),
    ),
    Case(
        "hidden columns left out on demand, but not the one that is explained; a strange one says nothing",
        "a.xlsx",
        lambda: styled([[*HEAD[:2], "Lạ"], ["Nguyễn Văn An", "05/02/1961", "x"]], veiled="ABC"),
        good=({**NAME, "ngay_sinh": ""},),
        answers=Answers({"@A": "ho_ten"}, hidden="skip"),
    ),
    Case(
        "hidden columns of an .ods",
        "a.ods",
        lambda: an_ods([HEAD[:1], ["An"]], veiled=True),
        refused=(InvalidSubmission, "đang bị ẩn"),
    ),
    Case(
        "one date with the month first makes the others of its column doubtful, but those that read alike",
        "a.xlsx",
        DAYS,
        good=({"ho_ten": "Chi", "ngay_sinh": "1961-03-03"},),
        errors=(("B2", "ambiguous"), ("B3", "format")),
    ),
    Case(
        "the sender says that the month is first",
        "a.xlsx",
        DAYS,
        good=({"ngay_sinh": "1961-05-02"}, {"ngay_sinh": "1961-05-27"}, {"ngay_sinh": "1961-03-03"}),
        notes=(("B2", "02/05/1961"), ("B3", "27/05/1961")),
        answers=Answers(dates={"Ngày sinh": "mdy"}),
    ),
    Case(
        "years of two digits in the hundred years that the sender names",
        "a.xlsx",
        book(HEAD[:2], ["A", "5.2.61"], ["B", "5-2-29"], ["C", "5/2/30"]),
        good=({"ngay_sinh": "1961-02-05"}, {"ngay_sinh": "2029-02-05"}, {"ngay_sinh": "1930-02-05"}),
        notes=(("B2", "05/02/1961"), ("B3", "05/02/2029"), ("B4", "05/02/1930")),
        answers=Answers(dates={"@B": "dmy-1930"}),
    ),
    Case(
        "dates that all read both ways are read with the day first, and that is told once at the title",
        "a.xlsx",
        book(HEAD[:2], ["An", "03/04/1961"], ["Bình", "5-6-1962"]),
        good=({"ngay_sinh": "1961-04-03"}, {"ngay_sinh": "1962-06-05"}),
        notes=(("B1", ""),),
    ),
    Case(
        "the sender says that they have the day first: nothing is left to tell",
        "a.xlsx",
        book(HEAD[:2], ["An", "03/04/1961"], ["Bình", "05/06/1962"]),
        good=({"ngay_sinh": "1961-04-03"}, {"ngay_sinh": "1962-06-05"}),
        answers=Answers(dates={"Ngày sinh": "dmy"}),
    ),
    Case(
        "a title that says how dates are typed is still that title; the month first is asked about",
        "a.xlsx",
        book(["Họ và tên", "Ngày sinh (MM/DD/YYYY)"], ["An", "03/04/1961"], ["Bình", "27/06/1962"]),
        good=({"ngay_sinh": "1962-06-27"},),
        errors=(("B2", "ambiguous"),),
    ),
    Case(
        "the day first in the title leaves no doubt",
        "a.xlsx",
        book(["Họ và tên", "Ngày sinh (dd/mm/yyyy)"], ["An", "03/04/1961"]),
        good=({"ngay_sinh": "1961-04-03"},),
    ),
    Case(
        "texts in a column whose cells show the month first are asked about",
        "a.xlsx",
        lambda: styled(
            [HEAD[:2], ["An", "03/04/1961"], ["Bình", date(1962, 6, 27)]],
            formats={"B3": "[$-409]m\\/d\\/yyyy"},
        ),
        good=({"ngay_sinh": "1962-06-27"},),
        errors=(("B2", "ambiguous"),),
    ),
    Case(
        "a cell that shows the month first is read as the date it holds, and told as it is read",
        "a.xlsx",
        lambda: styled([HEAD[:2], ["An", date(1961, 5, 2)]], formats={"B2": "mm/dd/yyyy"}),
        good=({"ngay_sinh": "1961-05-02"},),
        notes=(("B1", ""),),
    ),
    Case(
        "short years with slashes, all of which read both ways, are asked about",
        "a.xlsx",
        book(HEAD[:2], ["An", "3/4/61"]),
        errors=(("B2", "format"),),
    ),
    Case(
        "cells turned by a program of another country, beside days that it left as text, are asked about",
        "a.xlsx",
        book(HEAD[:2], ["An", date(1961, 5, 2)], ["Bình", "27/05/1961"]),
        good=({"ho_ten": "Bình", "ngay_sinh": "1961-05-27"},),
        errors=(("B2", "ambiguous"),),
    ),
    Case(
        "the same as LibreOffice writes it when it is set to American order",
        "a.xlsx",
        kept("may-my.xlsx"),
        good=({"ho_ten": "Chi", "ngay_sinh": "1961-05-27"},),
        errors=(("B2", "ambiguous"), ("B3", "ambiguous")),
    ),
    Case(
        "and turned back on demand",
        "a.xlsx",
        kept("may-my.xlsx"),
        good=({"ngay_sinh": "1961-02-05"}, {"ngay_sinh": "1962-03-06"}, {"ngay_sinh": "1961-05-27"}),
        notes=(("B2", "05/02/1961"), ("B3", "06/03/1962")),
        answers=Answers(dates={"Ngày sinh": "turned"}),
    ),
    Case(
        "the sender says that they were turned",
        "a.xlsx",
        book(HEAD[:2], ["An", date(1961, 5, 2)], ["Chi", date(1961, 5, 12)], ["Bình", "27/05/1961"]),
        good=({"ngay_sinh": "1961-02-05"}, {"ngay_sinh": "1961-12-05"}, {"ngay_sinh": "1961-05-27"}),
        notes=(("B2", "05/02/1961"), ("B3", "05/12/1961")),
        answers=Answers(dates={"Ngày sinh": "turned"}),
    ),
    Case(
        "the sender says that they are right as they are",
        "a.xlsx",
        book(HEAD[:2], ["An", date(1961, 5, 2)], ["Bình", "27/05/1961"]),
        good=({"ngay_sinh": "1961-05-02"}, {"ngay_sinh": "1961-05-27"}),
        answers=Answers(dates={"@B": "dmy"}),
    ),
    Case(
        "a way to read dates that is none, a column that is not there",
        "a.xlsx",
        book(HEAD[:2], ["A", "5/2/61"]),
        refused=(InvalidSubmission, "Cách đọc ngày “ymd” không có"),
        answers=Answers(dates={"Ngày sinh": "ymd", "Họ và tên": "mdy"}),
    ),
    Case(
        "citizen numbers that lost their zeros are given them back on demand",
        "a.xlsx",
        book(
            [HEAD[0], HEAD[2]],
            ["An", 1085012345],
            ["B", "79 090 001 234"],
            ["C", "001085012399"],
            ["D", 12345],
        ),
        good=(
            {"so_cccd": "001085012345"},
            {"so_cccd": "079090001234"},
            {"so_cccd": "001085012399"},
        ),
        errors=(("B5", "format"),),
        notes=(("B2", "001085012345"), ("B3", "079090001234")),
        answers=Answers(zeros="add"),
    ),
    Case(
        "a citizen number of eleven digits that no zero makes one is not touched",
        "a.xlsx",
        book([HEAD[0], HEAD[2]], ["An", 97090001234], ["B", "79490001234"]),
        errors=(("B2", "format"), ("B3", "format")),
        answers=Answers(zeros="add"),
    ),
    Case(
        "two sheets with data: the sender chooses one",
        "a.xlsx",
        lambda: a_book({"Cũ": TWO, "Mới": [TWO[0], ["Nguyễn Văn An", "y"]]}),
        good=({**NAME, "ghi_chu": "y"},),
        answers=Answers(sheets={"Mới": "Dữ liệu", "Cũ": ""}),
    ),
    Case(
        "a sheet that is not there, a list that is not there",
        "a.xlsx",
        lambda: a_book({"Cũ": TWO}),
        refused=(InvalidSubmission, "Tệp không có trang “Mới”"),
        answers=Answers(sheets={"Mới": "", "Cũ": "Vắng"}),
    ),
)
