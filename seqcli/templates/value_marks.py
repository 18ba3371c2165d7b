"""Marks in a rendered text where values stand, so that what is empty can be told from what was never there."""

from typing import TYPE_CHECKING

from seqcli.patterns import compiled

if TYPE_CHECKING:
    from jinja2 import nodes

_OPEN, _CLOSE = "\x01", "\x02"
#: How an empty value and any other one look in `outlined`; the latter is a letter without case that no mail contains.
GAP = "\x03"
VALUE = "\ua66e"
_EMPTY = compiled(rf"{_OPEN}\s*{_CLOSE}")
_FILLED = compiled(f"{_OPEN}[^{_OPEN}{_CLOSE}]*{_CLOSE}")


def mark_values(tree: "nodes.Template") -> None:
    """Put marks around what a template prints of fields, and in place of an `if` that prints none of them.

    An `if` over several lines has no such mark: the whole line is left out.
    """
    from jinja2 import nodes  # noqa: PLC0415 - status must start without jinja2

    def mark(data: str, line: int) -> "nodes.TemplateData":
        return nodes.TemplateData(data, lineno=line)

    inline = [each for each in tree.find_all(nodes.If) if not each.else_ and _prints_in_line(each)]
    for output in tree.find_all(nodes.Output):
        marked: list[nodes.Expr] = []
        for node in output.nodes:
            is_value = _prints_field(node)
            around = [mark(each, node.lineno) for each in (_OPEN, _CLOSE)] if is_value else []
            marked += [*around[:1], node, *around[1:]]
        output.nodes = marked
    for each in inline:
        each.else_ = [nodes.Output([mark(_OPEN + _CLOSE, each.lineno)], lineno=each.lineno)]


def _prints_field(node: "nodes.Node") -> bool:
    from jinja2 import nodes  # noqa: PLC0415 - status must start without jinja2

    functions = {id(call.node) for call in node.find_all(nodes.Call)}
    if isinstance(node, nodes.Call):
        functions.add(id(node.node))
    names = [node] if isinstance(node, nodes.Name) else node.find_all(nodes.Name)
    return any(id(each) not in functions for each in names)


def _prints_in_line(branch: "nodes.If") -> bool:
    from jinja2 import nodes  # noqa: PLC0415 - status must start without jinja2

    printed = [node for output in branch.find_all(nodes.Output) for node in output.nodes]
    breaks = any(isinstance(each, nodes.TemplateData) and "\n" in each.data for each in printed)
    return not breaks and any(map(_prints_field, printed))


def unmarked(text: str) -> str:
    """Return a rendered text without the marks."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def outlined(text: str) -> str | None:
    """Return a rendered text with `GAP` for each empty value and `VALUE` for each other one; None if none is empty."""
    if not _EMPTY.search(text):
        return None
    return _FILLED.sub(VALUE, _EMPTY.sub(GAP, text))
