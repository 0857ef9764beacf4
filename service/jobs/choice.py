"""What a dossier is to be of: its documents, each there, finished and named once; a key where it is to be signed."""

from collections.abc import Sequence

from service.database.connection import Database
from service.database.rows import get_document
from service.errors import FieldError, InputError, InvalidSubmission
from service.jobs.order import Order
from service.ports import Signer


def check_sign(signer: Signer, order: Order) -> None:
    """Refuse to sign what is no dossier, or with no key that is set.

    Raises:
        InvalidSubmission: names the setting that is missing.
    """
    said = signer.problem if order.dossier else "Chỉ hồ sơ mới được ký số; xin đặt dossier là true."
    if order.sign and said:
        raise InvalidSubmission(errors=[FieldError(pointer="/sign", rule="sign", detail=said)])


def check_documents(database: Database, documents: Sequence[str]) -> None:
    """Look at the documents that a dossier names.

    Raises:
        InvalidSubmission: a document is unknown, not finished, or named twice; each is named by its place.
    """
    if not documents:
        said = "Hồ sơ phải có ít nhất một văn bản."
        raise InvalidSubmission(errors=[FieldError(pointer="/documents", rule="minItems", detail=said)])
    errors, seen = [], set()
    with database.read() as connection:
        for n, document_id in enumerate(documents):
            said = ""
            try:
                if get_document(connection, document_id).state != "done":
                    said = f"Văn bản {document_id} chưa làm xong nên chưa đóng được vào hồ sơ."
            except InputError as exc:
                said = exc.detail
            if document_id in seen:
                said = f"Văn bản {document_id} được nêu hai lần; xin bỏ bớt một lần."
            seen.add(document_id)
            if said:
                errors.append(FieldError(pointer=f"/documents/{n}", detail=said))
    if errors:
        raise InvalidSubmission("Danh sách văn bản của hồ sơ chưa đúng.", errors=errors)
