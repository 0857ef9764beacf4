from service.intake.notes import MAX_NOTES, Note, gathered


def test_notes_stand_in_the_order_of_their_rows_those_of_the_file_first() -> None:
    notes = [Note(why="b", row=2), Note(why="a", row=1), Note(why="tệp")]
    assert [note.why for note in gathered(notes)] == ["tệp", "a", "b"]


def test_more_notes_than_anyone_reads_are_counted() -> None:
    found = gathered([Note(why="a", row=n) for n in range(MAX_NOTES + 10)])
    assert len(found) == MAX_NOTES
    assert found[-1].why == "Còn 11 chỗ khác được xử lý như vậy."


def test_only_what_is_known_is_given() -> None:
    assert Note(why="a", cell="B2").as_dict() == {"why": "a", "cell": "B2"}
