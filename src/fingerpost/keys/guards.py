"""What may happen to a data key, held by the database: it is wrapped anew, or destroyed once. It is never removed."""

from __future__ import annotations

from typing import Final

_FIXED = "owner_id", "kind", "created_at"


def _sqlite(name: str, event: str, condition: str, says: str) -> str:
    return (
        f"CREATE TRIGGER keys_datakey_{name} BEFORE {event} ON keys_datakey {condition}"
        f" BEGIN SELECT RAISE(ABORT, 'A data key {says}.'); END"
    )


_IS_THERE = "WHEN EXISTS (SELECT 1 FROM keys_datakey WHERE owner_id = NEW.owner_id)"
_IS_ANOTHER = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _FIXED)

SQLITE: Final = (
    _sqlite("stays", "DELETE", "", "is destroyed, never removed"),
    # INSERT OR REPLACE deletes the row that is in its way without a DELETE trigger's knowing.
    _sqlite("is_one", "INSERT", _IS_THERE, "is made once for each owner"),
    _sqlite("is_gone", "UPDATE", "WHEN OLD.destroyed_at IS NOT NULL", "that was destroyed does not come back"),
    _sqlite("is_whose", "UPDATE", f"WHEN {_IS_ANOTHER}", "does not change its owner"),
)

POSTGRESQL: Final = (
    """CREATE FUNCTION keys_datakey_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'A data key is wrapped anew or destroyed once, and nothing else: % is refused.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$""",
    "CREATE TRIGGER keys_datakey_stays BEFORE DELETE ON keys_datakey"
    " FOR EACH STATEMENT EXECUTE FUNCTION keys_datakey_refuse()",
    "CREATE TRIGGER keys_datakey_changes BEFORE UPDATE ON keys_datakey FOR EACH ROW"
    " WHEN (OLD.destroyed_at IS NOT NULL OR "
    + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _FIXED)
    + ") EXECUTE FUNCTION keys_datakey_refuse()",
)
