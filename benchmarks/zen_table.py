"""The same program as a ZEN decision table, both readings, for comparison in one run.

A column per attribute and a row per term and reading, collected; unknown and intervals are
encoded as for durable-rules, so that all engines decide the very same record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import zen

from licensecheck.engine.decision import Decision
from licensecheck.rules.model import Clause
from licensecheck.rules.program import Program
from licensecheck.vocabulary import UNKNOWN, Value


class ZenEngine:
    """Decides a program by one evaluation of a ZEN decision table."""

    name = "zen-engine"

    def __init__(self, program: Program) -> None:
        self.program = program
        self._columns: dict[str, str] = {}
        rows = [
            self._row(index, certain) for certain in (True, False)
            for index in range(len(program.asked))
        ]  # fmt: skip
        inputs = [
            {"id": column, "name": field, "field": field} for field, column in self._columns.items()
        ]
        table = {
            "hitPolicy": "collect",
            "inputs": inputs,
            "outputs": [{"id": "out", "name": "bit", "field": "bit"}],
            "rules": rows,
        }
        position = {"x": 0, "y": 0}
        graph = {
            "nodes": [
                {"id": "in", "name": "in", "type": "inputNode", "position": position},
                {"id": "table", "name": "table", "type": "decisionTableNode",
                 "position": position, "content": table},
                {"id": "end", "name": "end", "type": "outputNode", "position": position},
            ],
            "edges": [
                {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
                {"id": "b", "sourceId": "table", "targetId": "end", "type": "edge"},
            ],
        }  # fmt: skip
        self._decision = zen.ZenEngine().create_decision(json.dumps(graph))

    def context(self, record: Mapping[str, Value]) -> dict[str, Any]:
        """A record as ZEN reads it."""
        context: dict[str, Any] = {}
        for name in self.program.facts:
            fact, value = self.program.vocabulary[name], record[name]
            attribute = name.replace(".", "__")
            if fact.ordered:
                context[f"{attribute}__lo"] = fact.rank(value.lo)
                context[f"{attribute}__hi"] = fact.rank(value.hi)
            else:
                context[attribute] = value.lo
        return context

    def evaluate(self, context: dict[str, Any]) -> Any:
        """One bare evaluation."""
        return self._decision.evaluate(context)

    def decide(self, record: Mapping[str, Value]) -> Decision:
        """Decide one record, as the other engines do."""
        width = len(self.program.asked)
        bits = 0
        for row in self.evaluate(self.context(record))["result"]:
            bits |= 1 << int(row["bit"])
        return Decision(certain=bits & ((1 << width) - 1), possible=bits >> width)

    def _row(self, index: int, certain: bool) -> dict[str, str]:
        bit = index if certain else index + len(self.program.asked)
        row = {"_id": f"r{bit}", "out": str(bit)}
        for clause in self.program.asked[index].clauses:
            field, cell = self._cell(clause, certain)
            column = self._columns.setdefault(field, f"c{len(self._columns)}")
            row[column] = f"{row[column]} and {cell}" if column in row else cell
        return row

    def _cell(self, clause: Clause, certain: bool) -> tuple[str, str]:
        attribute = clause.fact.replace(".", "__")
        if clause.operator == "in":
            tokens = [*clause.values] if certain else [*clause.values, UNKNOWN]
            return attribute, ", ".join(f"'{token}'" for token in tokens)
        if clause.operator == "not_in":
            tokens = [*clause.values, UNKNOWN] if certain else [*clause.values]
            return attribute, f"not in [{', '.join(f'{chr(39)}{t}{chr(39)}' for t in tokens)}]"
        rank = self.program.vocabulary[clause.fact].rank(clause.values[0])
        if clause.operator == "at_least":
            return f"{attribute}__{'lo' if certain else 'hi'}", f">= {rank}"
        return f"{attribute}__{'hi' if certain else 'lo'}", f"<= {rank}"
