"""Compiles templates and checks what they contain.

A template may contain only what `_NODES`, `_JINJA_FILTERS` and `_METHODS` list. Everything else is refused at
import, so that nothing fails or grows without bound when it is sent.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from reprlib import repr as shorten
from typing import TYPE_CHECKING, Any

from seqcli.templates.bounds import PRECHECKS, bind, number_tests, sandbox_type, weighed
from seqcli.templates.company_names import company_name
from seqcli.templates.person_names import clean_any_name, clean_name
from seqcli.templates.value_marks import mark_values
from seqcli.templates.wording import did_you_mean

if TYPE_CHECKING:
    from jinja2 import Environment, Template, Undefined, nodes

MAX_RANGE = 100
MAX_DEPTH = 60

SEED = "\0seed"  # a context key that no template can spell
_CLEANERS: dict[str, Callable[[object, str], str]] = {
    "clean_name": lambda value, field: name_cleaner(field)(value),
    "company_name": lambda value, _: company_name(value),
}
#: In these fields any word may be a name.
_ANY_NAMES = frozenset({"last_name", "full_name"})
_GLOBALS = frozenset({"pick", "range"})
_METHODS = frozenset(
    {"capitalize", "endswith", "lower", "lstrip", "rstrip", "split", "startswith", "strip", "title", "upper"}
)
_LOOP_COUNTERS = frozenset({"first", "index", "index0", "last", "length"})
_JINJA_FILTERS = frozenset(
    {
        *("capitalize", "first", "float", "int", "join", "last", "length", "lower", "replace", "round"),
        *("title", "trim", "truncate", "upper", "urlencode", "wordcount"),
    }
)
#: Whether these render depends only on which fields are filled, never on their values.
_PLAIN_NODES = frozenset(
    {*("Template", "Output", "TemplateData", "Name", "Const", "If", "CondExpr", "Not", "And", "Or")}
)
_PLAIN_FILTERS = frozenset({"capitalize", "lower", "title", "trim", "upper", *_CLEANERS})
# Escaping makes five characters of one; within these limits a plain template never exceeds the size of a mail.
_MAX_PLAIN_CHARS = 20_000
_MAX_PLAIN_NAMES = 40
_NODES = frozenset(
    {
        *("Template", "Output", "TemplateData", "Name", "Const", "Filter", "Test", "If", "CondExpr", "For"),
        *("Assign", "Compare", "Operand", "And", "Or", "Not", "Concat", "Add", "Sub", "Div", "Neg", "Call"),
        *("Getattr", "Getitem", "Slice", "List", "Tuple", "Keyword"),
    }
)


class TemplateProblem(Exception):  # noqa: N818 - as often a finding about a file as a failure
    """A template cannot be used. `place` is subject, template or html; `line` counts from 1 in it."""

    def __init__(self, place: str, line: int | None, message: str, *, variant: str = "") -> None:
        super().__init__(message)
        self.place = place
        self.line = line
        self.message = message
        self.variant = variant

    def __str__(self) -> str:
        where = self.place if self.line is None else f"{self.place} line {self.line}"
        return f"{where}: {self.message}"


class MissingFieldError(Exception):
    """The step needs `field`, which this lead lacks; `line` is the faulty one if the field has an empty default."""

    def __init__(self, field: str, line: str = "") -> None:
        super().__init__(f"needs {field}")
        self.field = field
        self.line = line


def spread(text: str, size: int) -> int:
    """Return a number below `size` that depends only on `text`, evenly distributed over texts."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") % size


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template that passed inspection.

    A cleaner may empty a field of `named` (`clean_name`) or `cleaned_companies` although it is not blank.
    Whether a plain template renders depends only on which fields are filled; its text has at most `fixed_chars`
    characters and the values of `names`. It renders with marks around values.
    """

    template: "Template"
    used: frozenset[str]
    needed: frozenset[str]
    named: frozenset[str]
    cleaned_companies: frozenset[str]
    is_plain: bool
    fixed_chars: int
    names: tuple[str, ...]

    @property
    def cleaned(self) -> frozenset[str]:
        """The fields that a cleaner may empty."""
        return self.named | self.cleaned_companies


@lru_cache(maxsize=1024)
def compiled(place: str, source: str) -> Compiled:
    """Return the compiled template of one part of a mail; cached by source.

    Raises:
        TemplateProblem: a syntax error, an unknown filter, function or test, or a construct that mails may not use.
    """
    from jinja2 import TemplateSyntaxError, meta  # noqa: PLC0415 - status must start without jinja2

    environment = _environment(html=place == "html")
    try:
        tree = environment.parse(source)
        if _is_too_deep(tree):
            raise TemplateProblem(place, None, "it is nested too deeply")
        _TemplateInspector(place, environment).inspect(tree)
        used = frozenset(meta.find_undeclared_variables(tree)) - _GLOBALS
        needed = frozenset(_names_needed(tree, frozenset())) & used
        is_plain = len(source) <= _MAX_PLAIN_CHARS and _is_plain(tree)
        fixed_chars, names = _measure(tree)
        named, companies = _annotate(tree)
        mark_values(tree)
        bind(tree)
        code = environment.compile(tree)
    except TemplateSyntaxError as error:
        raise TemplateProblem(place, error.lineno, error.message or "cannot be read") from error
    except (RecursionError, MemoryError) as error:
        raise TemplateProblem(place, None, "it is nested too deeply") from error
    except (
        SyntaxError,
        ValueError,
        OverflowError,
    ) as error:  # Python compiles the code that Jinja2 generates
        is_deep = "too many" in str(error)
        why = (
            "it is nested too deeply" if is_deep else f"it cannot be compiled: {getattr(error, 'msg', error)}"
        )
        raise TemplateProblem(place, None, why) from error
    template = environment.template_class.from_code(environment, code, environment.globals)
    is_plain = is_plain and len(names) <= _MAX_PLAIN_NAMES
    return Compiled(template, used, needed, named, companies, is_plain, fixed_chars, names)


def _is_too_deep(tree: "nodes.Node") -> bool:
    """Return whether a template nests beyond a fixed depth; Python's own limit depends on the caller's stack."""
    level: list[nodes.Node] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node.iter_child_nodes()]
    return bool(level)


def _is_plain(node: "nodes.Node") -> bool:
    kind = type(node).__name__
    if kind == "Filter":
        is_default = node.name in ("default", "d")  # type: ignore[attr-defined]
        is_bare = not node.args and not node.kwargs  # type: ignore[attr-defined]
        fits = is_default or (is_bare and node.name in _PLAIN_FILTERS)  # type: ignore[attr-defined]
    elif kind == "Test":
        fits = node.name in ("defined", "undefined")  # type: ignore[attr-defined]
    elif kind == "Call":
        choices = (getattr(each, "value", None) for each in node.args)  # type: ignore[attr-defined]
        # with a blank choice the text would be empty for some leads only
        fits = all(isinstance(each, str) and each.isprintable() and each.strip() for each in choices)
    else:
        fits = kind in _PLAIN_NODES
    return fits and all(map(_is_plain, node.iter_child_nodes()))


def _measure(tree: "nodes.Template") -> tuple[int, tuple[str, ...]]:
    """Return the number of literal characters of a template, all branches together, and every use of a name."""
    from jinja2 import nodes  # noqa: PLC0415 - status must start without jinja2

    written = sum(len(each.data) for each in tree.find_all(nodes.TemplateData))
    quoted = sum(len(str(each.value)) for each in tree.find_all(nodes.Const))
    names = (each.name for each in tree.find_all(nodes.Name) if each.name not in _GLOBALS)
    return written + quoted, tuple(names)


@lru_cache(maxsize=2)
def _environment(*, html: bool) -> "Environment":
    from jinja2.filters import FILTERS  # noqa: PLC0415 - status must start without jinja2

    environment = sandbox_type()(
        autoescape=html,
        undefined=_missing_type(),
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals = {"pick": _pick_function(), "range": _short_range}
    wrapped = {name: FILTERS[name] for name in _JINJA_FILTERS} | _cleaning_filters()
    environment.filters = {name: weighed(each, PRECHECKS.get(name)) for name, each in wrapped.items()}
    environment.filters |= {"default": FILTERS["default"], "d": FILTERS["default"]}
    environment.tests |= number_tests()
    return environment


def _printable(value: object) -> object:
    if isinstance(value, bool | list | tuple) or value is None:
        raise TypeError(f"it would print {shorten(value)}, which is not text")
    return value


def _missing_type() -> "type[Undefined]":
    """Return the type of a missing field: false in a test; any other use raises `MissingFieldError`."""
    from jinja2 import StrictUndefined  # noqa: PLC0415 - status must start without jinja2
    from jinja2.utils import missing  # noqa: PLC0415 - the same

    class MissingField(StrictUndefined):
        __slots__ = ()

        def _fail_with_undefined_error(self, *_args: Any, **_kwargs: Any) -> Any:
            if self._undefined_obj is missing:
                raise MissingFieldError(str(self._undefined_name))
            raise self._undefined_exception(self._undefined_message)

        __str__ = __iter__ = __len__ = __eq__ = __ne__ = __hash__ = _fail_with_undefined_error
        __add__ = __radd__ = __sub__ = __rsub__ = __neg__ = _fail_with_undefined_error
        __truediv__ = __rtruediv__ = __call__ = __getitem__ = _fail_with_undefined_error
        __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __int__ = __float__ = _fail_with_undefined_error

        def __bool__(self) -> bool:  # type: ignore[override]
            return False

    return MissingField


def _cleaning_filters() -> dict[str, Callable[..., Any]]:
    from jinja2 import pass_environment  # noqa: PLC0415 - status must start without jinja2

    def filter_of(clean: Callable[[object, str], str]) -> Callable[..., Any]:
        @pass_environment
        def cleaned(environment: "Environment", value: object, field: str) -> object:
            # a first name of only emoji is no first name
            return clean(value, field) or environment.undefined(name=field)

        return cleaned

    return {name: filter_of(clean) for name, clean in _CLEANERS.items()}


def _pick_function() -> Callable[..., Any]:
    from jinja2 import pass_context  # noqa: PLC0415 - status must start without jinja2

    @pass_context
    def pick(context: Mapping[str, str], position: int, *options: object) -> object:
        return options[spread(f"{context[SEED]}\n{position}", len(options))]

    return pick


def _short_range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > MAX_RANGE:
        raise ValueError(f"range() may count to {MAX_RANGE} at most")
    return numbers


def name_cleaner(field: str) -> Callable[[object], str]:
    """Return what `clean_name` does in a field."""
    return clean_any_name if field in _ANY_NAMES else clean_name


def _annotate(tree: "nodes.Template") -> tuple[frozenset[str], frozenset[str]]:
    """Give every `pick` its position and every cleaner its field; return the cleaned names and companies.

    A skipped `pick` then does not change the later ones, and a field that is empty once cleaned is reported by name.
    """
    from jinja2 import nodes  # noqa: PLC0415 - status must start without jinja2

    calls = [call for call in tree.find_all(nodes.Call) if getattr(call.node, "name", "") == "pick"]
    for position, call in enumerate(calls):
        call.args.insert(0, nodes.Const(position))
    cleaners = [each for each in tree.find_all(nodes.Filter) if each.name in _CLEANERS]
    for cleaner in cleaners:
        cleaner.args = [nodes.Const(next(iter(sorted(_names_of(cleaner))), cleaner.name))]
        cleaner.kwargs = []
    of = {name: [each for each in cleaners if each.name == name] for name in _CLEANERS}
    named, companies = (
        frozenset().union(*map(_names_of, of[name])) for name in ("clean_name", "company_name")
    )
    return named, companies


class _TemplateInspector:
    """Walks a parsed template and raises `TemplateProblem` at the first construct that mails may not use."""

    def __init__(self, place: str, environment: "Environment") -> None:
        self.place = place
        self.filters = environment.filters
        self.tests = environment.tests
        self.called: set[int] = set()

    def inspect(self, node: "nodes.Node", *, in_loop: bool = False) -> None:
        kind = type(node).__name__
        if kind not in _NODES:
            self.refuse(node, f"{_KIND_WORDS.get(kind, kind)} cannot be used in a mail")
        check = getattr(self, f"check_{kind.lower()}", None)
        if check is not None:
            check(node)
        if kind == "For":
            if in_loop or node.recursive:  # type: ignore[attr-defined]
                self.refuse(node, "a loop inside a loop cannot be used in a mail")
            in_loop = True
        for child in node.iter_child_nodes():
            self.inspect(child, in_loop=in_loop)

    def refuse(self, node: "nodes.Node", message: str) -> None:
        # nodes of Jinja2's extensions have no line number
        line = node.lineno or next((child.lineno for child in node.iter_child_nodes() if child.lineno), None)
        raise TemplateProblem(self.place, line, message)

    def check_filter(self, node: "nodes.Filter") -> None:
        if node.name not in self.filters:
            self.refuse(node, f'there is no filter "{node.name}"{did_you_mean(node.name, self.filters)}')

    def check_test(self, node: "nodes.Test") -> None:
        if node.name not in self.tests:
            self.refuse(node, f'there is no test "{node.name}"{did_you_mean(node.name, self.tests)}')

    def check_call(self, node: "nodes.Call") -> None:
        name = getattr(node.node, "name", None) or getattr(node.node, "attr", None) or ""
        allowed = _GLOBALS if type(node.node).__name__ == "Name" else _METHODS
        if name not in allowed:
            self.refuse(node, f'there is no function "{name}"{did_you_mean(name, allowed)}')
        self.called.add(id(node.node))
        if node.dyn_args or node.dyn_kwargs:
            self.refuse(node, f"{name}() takes no * or ** arguments")
        if name == "pick" and (not node.args or node.kwargs):
            self.refuse(node, 'pick() chooses between texts, as in pick("Hi", "Hello")')
        if name == "range":
            self.check_range(node)

    def check_range(self, node: "nodes.Call") -> None:
        bounds = [getattr(bound, "value", 1) for bound in node.args]
        try:
            _short_range(*bounds)
        except (TypeError, ValueError) as error:
            self.refuse(node, str(error))

    def check_getattr(self, node: "nodes.Getattr") -> None:
        is_counter = getattr(node.node, "name", "") == "loop" and node.attr in _LOOP_COUNTERS
        if id(node) not in self.called and not is_counter:
            hint = f"; write {node.attr}()" if node.attr in _METHODS else ""
            self.refuse(node, f'a field is plain text and has no "{node.attr}"{hint}')

    def check_name(self, node: "nodes.Name") -> None:
        if node.name in _GLOBALS and id(node) not in self.called:
            self.refuse(node, f'"{node.name}" is a function; it can only be called')
        if node.name in ("self", "super", "caller"):
            self.refuse(node, f'"{node.name}" cannot be used in a mail')

    def check_templatedata(self, node: "nodes.TemplateData") -> None:
        # in HTML, CSS has such braces
        for brace, opening in (("}}", "{{"), ("%}", "{%")) if self.place != "html" else ():
            if brace in node.data:
                line = node.lineno + node.data[: node.data.index(brace)].count("\n")
                raise TemplateProblem(self.place, line, f'"{brace}" has no opening "{opening}"')


_KIND_WORDS = {
    "Mul": '"*"',
    "Pow": '"**"',
    "Mod": '"%"',
    "FloorDiv": '"//"',
    "Include": "include",
    "Import": "import",
    "FromImport": "import",
    "Extends": "extends",
    "Block": "block",
    "Macro": "macro",
    "CallBlock": "call",
    "Dict": "a dictionary",
    "AssignBlock": "a set block",
    "With": "with",
    "FilterBlock": "a filter block",
    "Scope": "autoescape",
}


def _names_needed(node: "nodes.Node", guarded: frozenset[str]) -> Iterator[str]:
    """Yield the names that a template uses without handling their absence."""
    kind = type(node).__name__
    if kind == "Name" and node.name not in guarded:  # type: ignore[attr-defined]
        yield node.name  # type: ignore[attr-defined]
        return
    for child in node.iter_child_nodes():
        yield from _names_needed(child, guarded | _provided_for(node, child))


def _provided_for(node: "nodes.Node", child: "nodes.Node") -> frozenset[str]:
    """Return the names whose absence `node` handles while it evaluates `child`."""
    kind = type(node).__name__
    if kind == "Filter" and node.name in ("default", "d") and child is node.node:  # type: ignore[attr-defined]
        return _names_of(child)
    if kind in ("If", "CondExpr"):
        return _names_asked_for(node.test)  # type: ignore[attr-defined]
    if kind == "Or" and child is node.left:  # type: ignore[attr-defined]
        return _names_asked_for(child)
    return _names_asked_for(node) if kind in ("Not", "Test") else frozenset()


def _names_asked_for(condition: "nodes.Node") -> frozenset[str]:
    """Return the names that `condition` only tests for presence; a comparison needs their values."""
    kind = type(condition).__name__
    if kind in ("Name", "Test", "Filter"):
        return _names_of(condition)
    if kind in ("Not", "And", "Or"):
        return frozenset().union(*map(_names_asked_for, condition.iter_child_nodes()))
    return frozenset()


def _names_of(node: "nodes.Node") -> frozenset[str]:
    from jinja2 import nodes  # noqa: PLC0415 - status must start without jinja2

    names = {each.name for each in node.find_all(nodes.Name)}
    return frozenset(names | {node.name} if isinstance(node, nodes.Name) else names)
