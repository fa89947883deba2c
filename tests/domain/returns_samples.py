"""Figures for the shipped forms, as the records of one quarter would give them."""

from app.domain.measures import MEASURES, MeasureKind, Scope
from app.domain.returns import Figure, MeasureQuery, Previous, ReturnDefinition, behind, queries
from exporters.registry import load_definitions

QSR = load_definitions()["QSR"].definition
PLAN = load_definitions()["PLAN"].definition
TEXTS = {
    "row_number": "1",
    "station_county": "呼玛县",
    "station_name": "光明社区“家门口”就业服务站",
    "station_kind": "服务站",
    "built_on": "2025-06-18",
    "platform_connected": "是",
}
_NUMBERS = {
    6: (2, 1),
    9: (186, 12, 57, 33),
    13: (64, 34, 14, 8, 4, 4, 120, 41, 5, 23, 3, 10, 118),
    26: (4, 2, 1, 1, 2, 9, 15),
    36: (1, 38, 3, 2, 588, 0, 185, 0, 360, 0, 45, 0),
}
VALUES = {f"c{first + step}": number for first, numbers in _NUMBERS.items() for step, number in enumerate(numbers)}
RATES = {"closed_on_time": 197, "closed_or_overdue": 200, "ratings_good": 0, "ratings_all": 0}
LAST = {"r1.c9": 402, "r1.c10": 12, "r1.c12": 33, "r1.c13": 64, "r1.c19": 120, "r1.c20": 41, "r1.c25": 75, "r1.c31": 9, "r1.c32": 15}
PREVIOUS = Previous("2026Q2", LAST | {"r1.c40": 402, "r1.c42": 121, "r1.c44": 240, "r1.c46": 30})


def figures(values: dict[str, int] | None = None, definition: ReturnDefinition = QSR) -> dict[MeasureQuery, Figure]:
    """An answer to every query of the form; ``values`` changes single columns."""
    wanted = VALUES | (values or {})
    found = {query: _plain(query) for query in queries(definition)}
    for cell in definition.cells():
        if cell.column.id in wanted and definition is QSR:
            (query,), _ = behind(definition, cell.key)
            found[query] = Figure(wanted[cell.column.id], wanted[cell.column.id])
    return found


def _plain(query: MeasureQuery) -> Figure:
    spec = MEASURES[query.measure]
    if spec.kind is MeasureKind.TEXT:
        return Figure(TEXTS[query.measure], 1)
    number = RATES.get(query.measure, 3 if query.scope is not Scope.PLAN else 41)
    return Figure(number, number)
