"""Measured beside what others use: one command and one table each."""

import os

# One thread, also inside the libraries; they read this when they are imported.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(_name, "1")
