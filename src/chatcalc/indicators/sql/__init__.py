"""An indicator as a query over the canonical tables, for the engine of a warehouse."""
