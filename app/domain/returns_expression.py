"""The small language of the balance checks: cells, numbers, ``+ - *``, ``max() min() sum()`` and comparisons. Nothing is run as code.

``c7`` is the cell of the row being checked, ``r1.c7`` a cell of a named row, ``prev.c7`` the same cell of the last frozen return,
``total.c7`` the total of a column, ``sum(c7)`` the column added up over the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.domain.errors import Refused

Number = int | Decimal
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)|(?P<sign>==|!=|<=|>=|[-+*()<>,]))"
)
_ARITHMETIC = ("+", "-", "*")
_FUNCTIONS = ("max", "min", "sum")
_COMPARE: dict[str, Callable[[Number, Number], bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
}
_SIGNS = {"==": ("=", "≠"), "!=": ("≠", "="), "<=": ("≤", "＞"), ">=": ("≥", "＜"), "<": ("＜", "≥"), ">": ("＞", "≤")}
_MAX_LENGTH = 500
_MAX_DEPTH = 30


class MissingValue(Exception):
    """A cell the expression needs has no value: the check cannot be made."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A cell: ``source`` is empty, ``prev``, ``total`` or ``sum``; ``row`` is empty for the row being checked."""

    column: str
    row: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number as it was written."""

    value: Number


@dataclass(frozen=True, slots=True)
class Operation:
    """``+ - *`` over two parts, ``max`` and ``min`` over any number."""

    name: str
    parts: tuple[Node, ...]


Node = Ref | Literal | Operation
Lookup = Callable[[Ref], Number | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``a <= b <= c``: the parts and the signs between them."""

    parts: tuple[Node, ...]
    signs: tuple[str, ...]

    def outcome(self, look: Lookup) -> tuple[bool, tuple[str, ...]]:
        """Whether it holds, and each sign as it really stands between the numbers: = or ≠, ≤ or ＞."""
        values = [evaluate(part, look) for part in self.parts]
        holds = [_COMPARE[sign](left, right) for sign, left, right in zip(self.signs, values, values[1:], strict=False)]
        return all(holds), tuple(_SIGNS[sign][not held] for sign, held in zip(self.signs, holds, strict=True))


def refs(node: Node | Comparison) -> Iterator[Ref]:
    """Every cell an expression reads."""
    if isinstance(node, Ref):
        yield node
    elif not isinstance(node, Literal):
        for part in node.parts:
            yield from refs(part)


def added(node: Node | Comparison) -> Iterator[Ref]:
    """Every cell that an expression adds up, takes away or multiplies; one that is only compared, or picked by max or min, is none."""
    if isinstance(node, Ref):
        if node.source == "sum":
            yield node
    elif isinstance(node, Operation) and node.name in _ARITHMETIC:
        yield from refs(node)
    elif not isinstance(node, Literal):
        for part in node.parts:
            yield from added(part)


def evaluate(node: Node, look: Lookup) -> Number:
    """The value of an expression; ``MissingValue`` when a cell has none."""
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Ref):
        value = look(node)
        if value is None:
            raise MissingValue(node.column)
        return value
    return _operate(node.name, [evaluate(part, look) for part in node.parts])


def _operate(name: str, values: list[Number]) -> Number:
    if name == "max":
        return max(values)
    if name == "min":
        return min(values)
    left, right = values
    if name == "*":
        return left * right
    return left + right if name == "+" else left - right


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    position, text = 0, text.rstrip()
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise ValueError(text[position:])
        tokens.append(found[0].strip())
        position = found.end()
    return tokens


class _Parser:
    """Recursive descent over the tokens; every method eats what it understands and raises ``ValueError`` at what it does not."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    def comparison(self) -> Comparison:
        parts, signs = [self.sum()], []
        while self._peek() in _COMPARE:
            signs.append(self._take())
            parts.append(self.sum())
        if not signs:
            raise ValueError("no comparison")
        return Comparison(tuple(parts), tuple(signs))

    def sum(self) -> Node:
        node = self._product()
        while self._peek() in ("+", "-"):
            node = Operation(self._take(), (node, self._product()))
        return node

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise ValueError(self._peek())

    def _product(self) -> Node:
        node = self._atom()
        while self._peek() == "*":
            node = Operation(self._take(), (node, self._atom()))
        return node

    def _atom(self) -> Node:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise ValueError("too deep")
        node = self._read_atom(self._take())
        self._depth -= 1
        return node

    def _read_atom(self, token: str) -> Node:
        if token == "(":
            node = self.sum()
            self._expect(")")
            return node
        if token == "-":
            return Operation("-", (Literal(0), self._atom()))
        if token in _FUNCTIONS and self._peek() == "(":
            return self._call(token)
        if token[:1].isdigit():
            return Literal(Decimal(token) if "." in token else int(token))
        return _ref(token)

    def _call(self, name: str) -> Node:
        self._expect("(")
        parts = [self.sum()]
        while self._peek() == ",":
            self._take()
            parts.append(self.sum())
        self._expect(")")
        if name != "sum":
            return Operation(name, tuple(parts))
        only = parts[0]
        if len(parts) != 1 or not isinstance(only, Ref) or only.row or only.source:
            raise ValueError("sum() takes one column")
        return Ref(only.column, source="sum")

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        if not token:
            raise ValueError("ends too early")
        self._at += 1
        return token

    def _expect(self, token: str) -> None:
        if self._take() != token:
            raise ValueError(token)


def _ref(token: str) -> Ref:
    if not token[:1].isalpha():
        raise ValueError(token)
    first, *rest = token.split(".")
    source = first if first in ("prev", "total") and rest else ""
    names = rest if source else [first, *rest]
    if len(names) > 2 or (source == "total" and len(names) > 1):
        raise ValueError(token)
    return Ref(names[-1], names[0] if len(names) == 2 else "", source)


def _parser(text: str, where: str) -> _Parser:
    if len(text) > _MAX_LENGTH:
        raise Refused("return.definition.expression", field=where, where=where, text=text[:40])
    return _Parser(text)


def parse_comparison(text: str, where: str) -> Comparison:
    """The rule of a check; ``Refused`` (naming ``where`` in the file) when it is none."""
    try:
        parser = _parser(text, where)
        found = parser.comparison()
        parser.end()
    except ValueError as error:
        raise Refused("return.definition.expression", field=where, where=where, text=text) from error
    return found


def parse_sum(text: str, where: str) -> Node:
    """An expression that gives a number, as it stands between braces in the sentence of a check."""
    try:
        parser = _parser(text, where)
        found = parser.sum()
        parser.end()
    except ValueError as error:
        raise Refused("return.definition.expression", field=where, where=where, text=text) from error
    return found
