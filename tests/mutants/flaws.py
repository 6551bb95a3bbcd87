"""All flaws that are put back one at a time."""

from tests.mutants import what_is_kept, who_gets_in, who_sees_what

FLAWS = (*who_gets_in.FLAWS, *who_sees_what.FLAWS, *what_is_kept.FLAWS)
