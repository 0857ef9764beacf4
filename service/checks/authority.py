"""Who issues and who signs: types of paper, headings, signing forms, the signer's post. Rules D9 to D11 and D14.

Pure functions on values.
"""

from collections.abc import Iterator

from service.checks.case import Case, Notice, Text, Texts
from service.checks.rule import Kind, Parameter, Rule
from service.checks.rulebook import plain_post
from service.vietnamese.dates import numeric_date
from service.vietnamese.names import sort_key
from service.vietnamese.text import first_upper, fold


def may_issue(case: Case, *, organ: Text, kind: Text) -> Iterator[Notice]:
    """D9: a body issues only the types of paper that it may."""
    name, what = fold(organ.value), fold(kind.value)
    for rule in case.book.issuing:
        ours = any(name.startswith(fold(s)) for s in rule.starts_with)
        in_force = case.day is not None and case.day >= rule.starts
        if ours and in_force and what in [fold(k) for k in rule.not_allowed]:
            yield Notice(
                at=organ if kind.literal else kind,
                required=f"{first_upper(rule.body)} không ban hành {', '.join(rule.not_allowed)}.",
                found=f"{organ.value} ban hành {kind.value.lower()}.",
                mend="Chọn loại văn bản khác, ví dụ nghị quyết, kết luận hoặc thông báo.",
            )
            return


def heading(case: Case, *, texts: Texts) -> Iterator[Notice]:
    """D10: no heading of the State on a Party paper, nor the other way round."""
    if case.rule_set is None:
        return
    for text in texts:
        for wrong in case.rule_set.heading["forbidden"]:
            if wrong in text.value:
                yield Notice(
                    at=text,
                    found=f"Có “{wrong}” trong văn bản theo {case.rule_set.id}.",
                    mend=f"Bỏ dòng này; tiêu đề đúng là “{case.rule_set.heading['title']}”.",
                )


def signing(case: Case, *, authority: Text, organ: Text | None) -> Iterator[Notice]:
    """D11: T/M, K/T, T/L in the Party, TM., KT., TL. in the State; no deputy sign "for" a collective body."""
    if case.rule_set is None or not authority.value:
        return
    rules, given = case.rule_set.signing, authority.value.strip().upper()
    other = {"T/M": "TM.", "K/T": "KT.", "T/L": "TL."}
    if rules["collective"] != "T/M":
        other = {v: k for k, v in other.items()}
    for right, wrong in other.items():
        if given.startswith(wrong):
            yield Notice(
                at=authority,
                required=f"Văn bản theo {case.rule_set.id} ghi {right}.",
                found=f"Đang ghi “{authority.value}”.",
                mend=f"Ghi “{right} {given.removeprefix(wrong).strip()}”.",
            )
    body = given.removeprefix(rules["collective"]).strip() if given.startswith(rules["collective"]) else ""
    if given.startswith(rules["deputy"]) and not rules["deputy_of_collective"] and _collective(given):
        yield Notice(
            at=authority,
            required="Phó bí thư ký thay mặt tập thể, không ký thay.",
            found=f"Đang ghi “{authority.value}”.",
            mend=f"Ghi “{rules['collective']} {given.removeprefix(rules['deputy']).strip()}”, chức vụ PHÓ BÍ THƯ.",
        )
    if body and organ is not None and fold(organ.value).startswith("chi bo") and fold(body) != "chi bo":
        yield Notice(
            at=authority,
            required="Văn bản của chi bộ ký T/M CHI BỘ.",
            found=f"Đang ghi “{authority.value}”.",
            mend="Ghi “T/M CHI BỘ”.",
        )


def _collective(given: str) -> bool:
    return any(word in fold(given) for word in ("chi bo", "chi uy", "dang uy", "ban thuong vu", "chap hanh"))


def signer(
    case: Case,
    *,
    signer: Text,
    post: Text,
    holder: Text | None = None,
    holder_post: Text | None = None,
    organ: Text | None = None,
) -> Iterator[Notice]:
    """D14: who signs as the holder of a post is the one who holds it elsewhere in the paper, and in the register."""
    if not (post.value and signer.value):
        return
    told = holder and holder_post and holder.value and plain_post(post.value) == plain_post(holder_post.value)
    if holder and holder_post and told and sort_key(signer.value) != sort_key(holder.value):
        yield _another(signer, post, f"trong nội dung {holder_post.value} là {holder.value}")
    if organ and case.day:
        known = case.book.holders_of(organ.value, post.value, case.day)
        if known and sort_key(signer.value) not in map(sort_key, known):
            day = numeric_date(case.day)
            yield _another(signer, post, f"theo danh sách chức vụ, ngày {day} là {', '.join(known)}")


def _another(signer: Text, post: Text, said: str) -> Notice:
    return Notice(
        at=signer,
        found=f"{post.value} ký là {signer.value}, {said}.",
        mend="Sửa họ tên hoặc chức vụ cho khớp.",
    )


RULES = (
    Rule(
        id="D9",
        requires="Tổ chức đảng chỉ ban hành loại văn bản đúng thẩm quyền.",
        judge=may_issue,
        needs=(("organ", "kind"),),
        parameters={
            "organ": Parameter(Kind.TEXT, "tên tổ chức ban hành"),
            "kind": Parameter(
                Kind.TEXT, "tên loại văn bản; viết thẳng thì thêm dấu = ở đầu, ví dụ “=nghị quyết”"
            ),
        },
    ),
    Rule(
        id="D10",
        requires="Không lẫn tiêu đề của Đảng và quốc hiệu, tiêu ngữ của Nhà nước.",
        judge=heading,
        needs=(("texts",),),
        parameters={"texts": Parameter(Kind.TEXTS, "các ô chữ in ở tiêu đề")},
    ),
    Rule(
        id="D11",
        requires="Quyền hạn ký ghi đúng: T/M, K/T, T/L (Đảng); TM., KT., TL. (Nhà nước); tập thể không ký thay.",
        judge=signing,
        needs=(("authority",),),
        parameters={
            "authority": Parameter(Kind.TEXT, "dòng quyền hạn, ví dụ T/M CHI BỘ"),
            "organ": Parameter(Kind.TEXT, "tên tổ chức ban hành"),
        },
    ),
    Rule(
        id="D14",
        requires="Người ký giữ đúng chức vụ ký.",
        judge=signer,
        needs=(("signer", "post", "holder", "holder_post"), ("signer", "post", "organ")),
        parameters={
            "signer": Parameter(Kind.TEXT, "họ tên người ký"),
            "post": Parameter(Kind.TEXT, "chức vụ người ký"),
            "holder": Parameter(Kind.TEXT, "họ tên người giữ chức vụ, ghi ở nơi khác"),
            "holder_post": Parameter(Kind.TEXT, "chức vụ của người đó"),
            "organ": Parameter(Kind.TEXT, "tên tổ chức, để đối chiếu với danh sách chức vụ của cơ quan"),
        },
    ),
)
