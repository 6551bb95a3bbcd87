"""What the commands say of themselves, which words they need, and what they assume."""

import json
from pathlib import Path

import pytest

from drakenmatch import Ranking
from drakenmatch.__main__ import main
from tests.matching.examples import DATA, practitioner, request

FACTS = (f"--vocabulary={DATA / 'taxonomy.json'}", f"--places={DATA}")
NEEDED = {
    "rank": ("--pool", "--requests", "--today", "--vocabulary", "--places"),
    "words": ("text", "--vocabulary", "--places"),
    "related": ("--vocabulary",),
    "search": ("--pool", "text", "--vocabulary", "--places"),
}


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def left(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            (),
            [
                "usage: drakenmatch [-h] {rank,words,related,search} ...",
                "Who fits this request, and why?",
                "rank one JSON ranking a request, in order",
                "words what these words mean, as JSON",
                "related all pairs of terms that only read alike",
                "search who has to do with these words, the best first",
            ],
        ),
        (
            ("rank",),
            [
                "--pool POOL one profile a line",
                "--requests REQUESTS one request a line",
                "--today 2026-11-21",
                "--limit LIMIT",
                "as taxonomy.json",
                "--places PLACES folder with municipalities.csv and regions.csv",
            ],
        ),
        (("search",), ["text", "--pool POOL one profile a line", "--limit LIMIT"]),
        (("related",), ["as taxonomy.json"]),
    ],
)
def test_help_says_what_each_command_does(
    command: tuple[str, ...], said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert left(*command, "--help") == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert [each for each in said if each not in lines] == []


@pytest.mark.parametrize(("command", "needed"), NEEDED.items())
def test_what_is_needed_is_asked_for_in_one_line(
    command: str, needed: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert left(command) == 2
    said = capsys.readouterr()
    assert said.out == ""
    prefix = "arguments: the following arguments are required: "
    assert said.err.startswith(prefix) and said.err.count("\n") == 1
    assert set(said.err.removeprefix(prefix).strip().split(", ")) == set(needed)


def test_a_command_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert left() == 2
    expected = "arguments: the following arguments are required: {rank,words,related,search}\n"
    assert capsys.readouterr().err == expected


def test_twenty_are_answered_unless_another_number_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pool, requests = tmp_path / "pool.jsonl", tmp_path / "requests.jsonl"
    crowd = [practitioner(id=f"p{number}").to_json() for number in range(23)]
    pool.write_text("\n".join(map(json.dumps, crowd)), encoding="utf-8")
    requests.write_text(json.dumps(request().to_json()), encoding="utf-8")
    ranked = ["rank", *FACTS, f"--pool={pool}", f"--requests={requests}", "--today=2026-11-21"]
    searched = ["search", *FACTS, f"--pool={pool}", "emdr"]
    for options, count in (([], 20), (["--limit=3"], 3), (["--limit=0"], 0)):
        assert main([*ranked, *options]) == 0
        (answer,) = capsys.readouterr().out.splitlines()
        assert len(Ranking.from_json(json.loads(answer)).matches) == count
        assert main([*searched, *options]) == 0
        assert len(capsys.readouterr().out.splitlines()) == count


def test_a_fault_stops_the_answer_and_says_the_line_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pool = tmp_path / "pool.jsonl"
    pool.write_text('{"id": "b"}\n\n{"id": "a"}\n{"id": "b"}\n{"id": "b"}\n', encoding="utf-8")
    assert main(["search", *FACTS, f"--pool={pool}", "emdr"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "".join(
        f"{pool}:{line}: id: an id that is not on line 1 too\n" for line in (4, 5)
    )


def test_text_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pool = tmp_path / "pool.jsonl"
    pool.write_text("[]\n", encoding="utf-8")
    assert main(["search", *FACTS, f"--pool={pool}", "emdr"]) == 2
    assert capsys.readouterr().err == f"{pool}:1: value: an object\n"
    pool.write_text("{\n", encoding="utf-8")
    assert main(["search", *FACTS, f"--pool={pool}", "emdr"]) == 2
    assert capsys.readouterr().err == f"{pool}:1: value: one JSON object\n"
    gone = tmp_path / "gone.jsonl"
    assert main(["search", *FACTS, f"--pool={gone}", "emdr"]) == 2
    expected = f"{gone}: file: a file that can be read (No such file or directory)\n"
    assert capsys.readouterr().err == expected
