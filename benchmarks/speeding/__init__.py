"""How speed is measured: the clock, the bounds, and the table that is printed."""
