"""Rows of a sheet whose answers are among wanted ones."""

import json
from collections.abc import Mapping, Sequence

from baise_desktop.store.database import Store
from baise_desktop.store.entries import Sheet

Wanted = Mapping[str, Sequence[str | int]]
"""Answers by field key, as canonical JSON says them; truth as 1 or 0. All fields must have one of theirs."""


def list_matching(store: Store, sheet: Sheet, alternatives: Sequence[Wanted]) -> frozenset[str]:
    """Ids of the live rows that fit one of the alternatives; every row when there are none.

    An answer of several codes fits when one of them is wanted.
    """
    values: dict[str, object] = {"unit": sheet.unit, "plan": sheet.plan, "period": sheet.period, "form": sheet.form}
    fits = " OR ".join(f"({_fit(wanted, values)})" for wanted in alternatives) or "1"
    sql = f"""
        SELECT row_id FROM entry
        WHERE unit = :unit AND period = :period AND plan = :plan AND form = :form AND deleted = 0 AND ({fits})
    """  # noqa: S608 - values are bound
    return frozenset(row_id for (row_id,) in store.query(sql, values))


def _fit(wanted: Wanted, values: dict[str, object]) -> str:
    parts = []
    for key, answers in wanted.items():
        number = len(values)
        values[f"path{number}"], values[f"answers{number}"] = f'$.values."{key}"', json.dumps(list(answers))
        parts.append(
            f"EXISTS (SELECT 1 FROM json_each(body, :path{number}) AS given "  # noqa: S608 - values are bound
            f"WHERE given.value IN (SELECT value FROM json_each(:answers{number})))"
        )
    return " AND ".join(parts) or "1"
