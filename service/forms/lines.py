"""Text as it is kept: NFC, no outer spaces, no control characters, bounded, one line unless the field has many."""

from unicodedata import is_normalized

from service.forms.places import shown
from service.vietnamese.numbers import group
from service.vietnamese.text import find_control, tidy

MAX_CHARS = 100_000


class Refused(ValueError):
    """A value that cannot be taken: `rule` is the kind of check, the text is the sentence for the reader."""

    def __init__(self, rule: str, sentence: str) -> None:
        self.rule = rule
        super().__init__(sentence)


def clean_text(text: str, *, many_lines: bool) -> str:
    """Give NFC text without outer spaces.

    Raises:
        Refused: longer than MAX_CHARS, a control character, or a line break where there is one line only.
    """
    plain = text.isprintable()
    if not plain or text[:1] == " " or text[-1:] == " " or not (text.isascii() or is_normalized("NFC", text)):
        text = tidy(text)
        plain = text.isprintable()
    if len(text) > MAX_CHARS:
        sentence = f"được có tối đa {group(MAX_CHARS)} ký tự, tìm thấy {group(len(text))}."
        raise Refused("maxLength", sentence)
    if plain:
        return text
    if (place := find_control(text)) is not None:
        code = f"U+{ord(text[place]):04X}"
        raise Refused("control", f"có ký tự điều khiển {code} ở vị trí {place + 1}; xin xóa ký tự này.")
    if many_lines:
        return text
    if (place := text.find("\n")) >= 0:
        before = shown(text[:place])
        raise Refused("newline", f"chỉ được một dòng; xin bỏ chỗ xuống dòng sau “{before}”.")
    return text.replace("\t", " ")
