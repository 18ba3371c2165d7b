"""Limits the size of rendered values: a Jinja2 sandbox that charges every value to a budget.

The budget counts characters, not time, so that every machine holds the same leads.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment, nodes
    from jinja2.runtime import Context

MAX_PART_CHARS = 200_000
#: The limit for all values of one rendering together.
MAX_WORK = 50 * MAX_PART_CHARS
MAX_LOOP = 100
MAX_DIGITS = 15
#: The context key of the `Budget` of a rendering; no template can spell it.
BUDGET = "\0budget"
GROWS = "it grows beyond 200 kB for this lead"


class OutgrownError(Exception):
    """A template renders more than a mail can hold."""


class Budget:
    """The remaining size for the values of one rendering."""

    def __init__(self) -> None:
        self._left = MAX_WORK

    def charge(self, weight: int) -> None:
        """Charge a value of this weight.

        Raises:
            OutgrownError: the value is too large, or all values together are.
        """
        self._left -= weight
        if weight > MAX_PART_CHARS or self._left < 0:
            raise OutgrownError(GROWS)


def weigh(value: object) -> int:
    """Return the characters of a text, or of all texts in a list; any other value weighs one."""
    if isinstance(value, str):
        return len(value) + 1
    if isinstance(value, list | tuple):
        return 1 + sum(map(weigh, value))
    return 1


def _charge(context: "Context", weight: int) -> None:
    context[BUDGET].charge(weight)


@lru_cache(maxsize=1)
def sandbox_type() -> "type[Environment]":
    """Return the environment that charges the results of `+`, `~` and calls."""
    from jinja2 import pass_context  # noqa: PLC0415 - status must start without jinja2
    from jinja2.runtime import markup_join, str_join  # noqa: PLC0415 - the same
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - the same

    class BoundedEnvironment(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset({"+"})

        def call_binop(self, context: "Context", operator: str, left: Any, right: Any) -> Any:
            _charge(context, weigh(left) + weigh(right))
            return super().call_binop(context, operator, left, right)

        def call(self, context: "Context", obj: Any, *args: Any, **kwargs: Any) -> Any:
            made = super().call(context, obj, *args, **kwargs)
            _charge(context, weigh(made))
            return made

        @staticmethod
        @pass_context
        def joined(context: "Context", *parts: Any) -> str:
            """Implement `~`."""
            _charge(context, weigh(parts))
            return (markup_join if context.eval_ctx.autoescape else str_join)(parts)

        @staticmethod
        def few(items: Iterable[Any]) -> list[Any]:
            """Return the items of a loop."""
            found = list(items)
            if len(found) > MAX_LOOP:
                raise OutgrownError(f"a loop may have {MAX_LOOP} items at most")
            return found

        @staticmethod
        def listed(items: Any) -> Any:
            """Implement a list literal; `call` charges it."""
            return items

    return BoundedEnvironment


def bind(tree: "nodes.Template") -> None:
    """Make a template charge every joined text and list literal, and limit every loop."""
    from jinja2 import nodes  # noqa: PLC0415 - status must start without jinja2

    def called(name: str, *args: Any) -> "nodes.Call":
        return nodes.Call(nodes.EnvironmentAttribute(name), list(args), [], None, None, lineno=args[0].lineno)

    def bound(node: Any) -> Any:
        for name, value in node.iter_fields():
            if isinstance(value, nodes.Node):
                setattr(node, name, bound(value))
            elif isinstance(value, list):
                setattr(node, name, [bound(each) if isinstance(each, nodes.Node) else each for each in value])
        if isinstance(node, nodes.Concat):
            return called("joined", *node.nodes)
        if isinstance(node, nodes.List) or (isinstance(node, nodes.Tuple) and node.ctx == "load"):
            return called("listed", node)
        if isinstance(node, nodes.For):
            node.iter = called("few", node.iter)
        return node

    bound(tree)


def weighed(function: Callable[..., Any], precheck: Callable[..., int] | None = None) -> Callable[..., Any]:
    """Return a filter that charges its result; a missing field passes, so that a later `default` sees it.

    `precheck` returns the weight of the result in advance, for filters that make much out of little.
    """
    from jinja2 import Undefined, pass_context  # noqa: PLC0415 - status must start without jinja2
    from jinja2.utils import _PassArg  # noqa: PLC0415 - the same

    wants = _PassArg.from_obj(function)

    @pass_context
    @wraps(function)
    def filtered(context: "Context", value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, Undefined):
            return value
        if precheck is not None:
            _charge(context, precheck(value, *args, **kwargs))
        given = {
            _PassArg.context: context,
            _PassArg.eval_context: context.eval_ctx,
            _PassArg.environment: context.environment,
        }
        first = () if wants is None else (given[wants],)
        made = function(*first, value, *args, **kwargs)
        _charge(context, weigh(made))
        return made

    return filtered


def _weigh_replaced(value: object, old: object, new: object, count: object = None) -> int:  # noqa: ARG001
    text = str(value)
    return len(text) + text.count(str(old)) * len(str(new))


def _weigh_joined(value: Any, d: object = "", attribute: object = None) -> int:  # noqa: ARG001
    items = list(value)
    return weigh(items) + len(items) * len(str(d))


def _weigh_rounded(value: object, precision: Any = 0, method: object = "common") -> int:  # noqa: ARG001
    if abs(int(precision)) > MAX_DIGITS:
        raise OutgrownError(f"round() may keep {MAX_DIGITS} digits at most")
    return 1


PRECHECKS: Mapping[str, Callable[..., int]] = {
    "replace": _weigh_replaced,
    "join": _weigh_joined,
    "round": _weigh_rounded,
}


def number_tests() -> dict[str, Callable[..., bool]]:
    """Return the tests that use `%`, for numbers only: on a text it would format, to any width."""

    def remainder(value: Any, by: Any) -> Any:
        if not isinstance(value, int | float) or not isinstance(by, int | float):
            raise TypeError("only a number is odd, even or divisible")
        return value % by

    return {
        "odd": lambda value: remainder(value, 2) == 1,
        "even": lambda value: remainder(value, 2) == 0,
        "divisibleby": lambda value, num: remainder(value, num) == 0,
    }
