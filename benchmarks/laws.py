"""The laws of the matcher at full size: the tests of every day, a hundred times as often.

    python3 dev.py bench laws [--times 150]

Requests and profiles are made by Hypothesis, from few facts so that they meet. Told is how much was
tried; a law that breaks is shown with the smallest world that breaks it, and ends with exit code 1.
"""

import argparse
import os
import sys

import pytest

TESTS = (
    "tests/matching/test_laws.py",
    "tests/matching/test_engine.py::test_columns_answer_as_the_reference",
)


def main() -> int:
    """Try, and count."""
    parser = argparse.ArgumentParser(prog="laws", description="The laws at full size.")
    parser.add_argument("--times", type=int, default=150, help="as often as in the tests")
    os.environ["DRAKENNET_LAWS"] = str(parser.parse_args().times)
    outcome = pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *TESTS])
    from tests.matching.worlds import TRIED

    for what, number in TRIED.most_common():
        print(f"{what:<32}{number:>9,}")
    return int(outcome)


if __name__ == "__main__":
    sys.exit(main())
