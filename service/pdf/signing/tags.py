"""Gives the field of a signature its place in the structure tree: a Form element, so that a screen reader tells of it.

ISO 14289-1, 7.18.4 wants every widget in a Form element; ISO 32000-1, 14.7.4.4 wants the element in the ParentTree.
Only objects that must change are written again: the bytes before stay. Runs in the child only.
"""

from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

_MAX_DEPTH = 40


def tag_field(
    writer: IncrementalPdfFileWriter,
    field: generic.IndirectObject,
    page: generic.IndirectObject,
    *,
    first: bool,
) -> None:
    """Hang a Form element for the field under the top element, `first` or last; nothing where no tags are."""
    root = _of(writer.root, "/StructTreeRoot")
    if root is None:
        return
    top, parent = _top(root)
    element = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): parent,
                pdf_name("/Pg"): page,
                pdf_name("/K"): generic.DictionaryObject(
                    {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field, pdf_name("/Pg"): page}
                ),
            }
        )
    )
    kids = _as_array(writer, top)
    kids.insert(0 if first else len(kids), element)
    writer.update_container(kids)
    key = _next_key(root)
    _enter(writer, root, key, element)
    root[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(key + 1)
    writer.update_container(root)
    held = field.get_object()
    held[pdf_name("/StructParent")] = generic.NumberObject(key)
    writer.update_container(held)


def _of(holder: Any, key: str) -> Any:
    """Give a member, looked up where it is kept apart; None where there is none."""
    try:
        return holder[key]  # `get` of pyHanko's dictionaries gives the bare reference
    except KeyError:
        return None


def _top(root: Any) -> tuple[Any, generic.IndirectObject]:
    """Give the one Document element and its reference; the root itself where there is none such."""
    held = root.raw_get("/K")
    kids = held.get_object()
    if isinstance(kids, generic.ArrayObject) and len(kids) == 1:
        held = kids.raw_get(0)
    one = held.get_object()
    if isinstance(held, generic.IndirectObject) and isinstance(one, generic.DictionaryObject):
        return one, held
    return root, generic.IndirectObject(
        root.container_ref.idnum, root.container_ref.generation, root.container_ref.pdf
    )


def _as_array(writer: IncrementalPdfFileWriter, element: Any) -> Any:
    """Give the kids of an element as an array of its own."""
    held = element.raw_get("/K") if "/K" in element else None
    if held is not None and isinstance(held.get_object(), generic.ArrayObject):
        return held.get_object()
    kids = generic.ArrayObject([] if held is None else [held])
    element[pdf_name("/K")] = kids
    writer.update_container(element)
    kids.container_ref = element.container_ref
    return kids


def _next_key(root: Any) -> int:
    tree = _of(root, "/ParentTree")
    highest = _highest(tree, 0) if tree is not None else -1
    return max(int(_of(root, "/ParentTreeNextKey") or 0), highest + 1)


def _highest(node: Any, depth: int) -> int:
    """Give the highest key of a number tree (ISO 32000-1, 7.9.7), -1 of an empty one."""
    keys = [int(key) for key in list(_of(node, "/Nums") or ())[::2]]
    if depth < _MAX_DEPTH:
        keys += [_highest(kid.get_object(), depth + 1) for kid in _of(node, "/Kids") or ()]
    return max(keys, default=-1)


def _enter(writer: IncrementalPdfFileWriter, root: Any, key: int, element: generic.IndirectObject) -> None:
    """Enter an element under a key higher than all others: at the end of the list, or as a new last leaf."""
    tree = _of(root, "/ParentTree")
    pair = [generic.NumberObject(key), element]
    if tree is None:
        tree = generic.DictionaryObject({pdf_name("/Nums"): generic.ArrayObject(pair)})
        root[pdf_name("/ParentTree")] = writer.add_object(tree)
    elif "/Kids" in tree:
        limits = generic.ArrayObject([generic.NumberObject(key), generic.NumberObject(key)])
        leaf = {pdf_name("/Limits"): limits, pdf_name("/Nums"): generic.ArrayObject(pair)}
        tree["/Kids"].append(writer.add_object(generic.DictionaryObject(leaf)))
        writer.update_container(tree["/Kids"])
    else:
        numbers = tree["/Nums"]
        numbers.extend(pair)
        writer.update_container(numbers)
