"""Judging answers by hand-written grades, beside what one would use otherwise."""
