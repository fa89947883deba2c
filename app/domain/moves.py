"""Tables of allowed moves: action → from state → to state. One table refuses, and draws itself for the documentation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import Enum, StrEnum
from typing import TypeVar

from app.domain.errors import Overtaken

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)

Table = Mapping[A, Mapping[S, S]]


def stay(*states: S) -> dict[S, S]:
    """The row of an action that leaves each of ``states`` as it is."""
    return {state: state for state in states}


def lead(to: S, *states: S) -> dict[S, S]:
    """The row of an action that leads from each of ``states`` to ``to``."""
    return dict.fromkeys(states, to)


def moved(table: Table[A, S], state: S, action: A, code: str, unseen: Collection[A] = ()) -> S:
    """The state after ``action``; refused under ``code`` with the state, the action and what would be possible instead.

    ``unseen`` are the program's own actions, which no officer is told about.
    """
    try:
        return table[action][state]
    except KeyError:
        possible = tuple(other for other in allowed(table, state) if other not in unseen)
        raise Overtaken(code if possible else f"{code}_final", state=state, action=action, possible=possible) from None


def allowed(table: Table[A, S], state: S) -> tuple[A, ...]:
    """The actions possible in ``state``, in the order of the table."""
    return tuple(action for action, row in table.items() if state in row)


def drawn(table: Table[A, S], start: S, word: Callable[[Enum], str]) -> str:
    """The table as a Mermaid state diagram followed by a Markdown table; ``word`` names states and actions."""
    return f"{_diagram(table, start, word)}\n\n{_grid(table, start, word)}\n"


def _diagram(table: Table[A, S], start: S, word: Callable[[Enum], str]) -> str:
    names = [f"    {state}: {word(state)}" for state in type(start)]
    arrows: dict[tuple[S, S], list[str]] = {}
    for action, row in table.items():
        for before, after in row.items():
            if before is not after:
                arrows.setdefault((before, after), []).append(word(action))
    lines = [f"    {before} --> {after}: {'、'.join(actions)}" for (before, after), actions in arrows.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", *names, f"    [*] --> {start}", *lines, "```"])


def _grid(table: Table[A, S], start: S, word: Callable[[Enum], str]) -> str:
    states = list(type(start))
    head = [f"| | {' | '.join(word(state) for state in states)} |", f"|---|{'---|' * len(states)}"]
    return "\n".join(head + [_grid_row(action, row, states, word) for action, row in table.items()])


def _grid_row(action: A, row: Mapping[S, S], states: list[S], word: Callable[[Enum], str]) -> str:
    cells = [("不变" if row[state] is state else word(row[state])) if state in row else "—" for state in states]
    return f"| {word(action)} | {' | '.join(cells)} |"
