"""Mutants of the matcher: made by mutmut, tried one by one in forks of one pytest session."""
