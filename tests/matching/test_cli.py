"""The command line, as another system would use it: in a process of its own."""

import json
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from drakenmatch import Hit, Places, Practitioner, Ranking, Reading, Request, Vocabulary
from drakenmatch.__main__ import main
from tests.matching.examples import (
    ASKED,
    DATA,
    TODAY,
    pool_of,
    practitioner,
    request,
)

WHO = [practitioner(id=f"p{number}", room=None if number % 2 else "yes") for number in range(4)]


def lines(path: Path, values: Sequence[object]) -> Path:
    path.write_text("\n".join(json.dumps(value) for value in values) + "\n", encoding="utf-8")
    return path


def arguments(folder: Path, **changed: str) -> list[str]:
    given: Mapping[str, str] = {
        "vocabulary": str(DATA / "taxonomy.json"),
        "places": str(DATA),
        "pool": str(folder / "pool.jsonl"),
        "requests": str(folder / "requests.jsonl"),
        "today": "2026-11-21",
        **changed,
    }
    return ["rank", *(f"--{name}={each}" for name, each in given.items())]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines(tmp_path / "pool.jsonl", [each.to_json() for each in WHO])
    lines(tmp_path / "requests.jsonl", [ASKED.to_json(), request(id="s").to_json()])
    return tmp_path


def test_ranks_in_a_process_of_its_own(folder: Path) -> None:
    command = [sys.executable, "-m", "drakenmatch", *arguments(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    answers = [Ranking.from_json(json.loads(line)) for line in done.stdout.splitlines()]
    pool = pool_of(Practitioner.from_json(each.to_json()) for each in WHO)
    assert answers == [pool.rank(each, today=TODAY) for each in (ASKED, request(id="s"))]


def test_faults_in_a_process_of_its_own(folder: Path) -> None:
    lines(folder / "requests.jsonl", [{"id": "r", "kind": "casus", "max_km": "far"}])
    command = [sys.executable, "-m", "drakenmatch", *arguments(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"{folder / 'requests.jsonl'}:1: max_km: a whole number from 0 to 1000\n"
    )


@pytest.mark.parametrize(("changed", "code"), [({}, 0), ({"limit": "-1"}, 2)])
def test_leaves_with_the_code_of_the_answer(
    folder: Path,
    changed: dict[str, str],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["drakenmatch", *arguments(folder, **changed)])
    monkeypatch.delitem(sys.modules, "drakenmatch.__main__")
    with pytest.raises(SystemExit) as left:
        runpy.run_module("drakenmatch", run_name="__main__")
    assert left.value.code == code
    assert len(capsys.readouterr().out.splitlines()) == (0 if code else 2)


def test_every_fault_has_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pool = folder / "pool.jsonl"
    pool.write_bytes(
        b'\xef\xbb\xbf{"id": "a"}\n\n{"id": "a"}\n{"id"\n\xff\n[]\n'
        b'{"id": "b", "travelkm": 3}\n{"id": "c", "expertise": {"gone": "zelfstandig"}}\n'
        b'{"id": "d", "room_confirmed": "2026-11-22"}\n' + b"[" * 100_000 + b"\n"
    )
    lines(folder / "requests.jsonl", [request(regions=frozenset({"gone"})).to_json()])
    assert main(arguments(folder)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    places = [line.removeprefix(f"{folder}/").split(": ")[:2] for line in told.err.splitlines()]
    assert places == [
        ["pool.jsonl:3", "id"],
        ["pool.jsonl:4", "value"],
        ["pool.jsonl:5", "value"],
        ["pool.jsonl:6", "value"],
        ["pool.jsonl:7", "travelkm"],
        ["pool.jsonl:10", "value"],
        ["pool.jsonl:8", "expertise"],
        ["pool.jsonl:9", "room_confirmed"],
        ["requests.jsonl:1", "regions"],
    ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"today": "tomorrow"}, "arguments: argument --today: a date written as 2026-11-21"),
        ({"limit": "-1"}, "arguments: argument --limit: a whole number from 0"),
        ({"pool": "nowhere.jsonl"}, "nowhere.jsonl: file: a file that can be read"),
        ({"vocabulary": "nowhere.json"}, "nowhere.json: file: a file that can be read"),
        ({"places": "nowhere"}, "nowhere/municipalities.csv: file: a file that can be read"),
    ],
)
def test_wrong_arguments_take_one_line(
    folder: Path, changed: dict[str, str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(arguments(folder, **changed))
    except SystemExit as left:
        code = int(left.code or 0)
    assert code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(told)
    assert said.err.count("\n") == 1


TERM = {"slug": "a", "scheme": "taal", "nl": "A", "en": "A"}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('{"terms": [\n}', ":2: value: a JSON object"),
        ("\xff", ": value: a JSON object"),
        ("{}", ": terms: this field must be given"),
        (json.dumps({"terms": [TERM, TERM]}, indent=1), ":9: terms[1].slug: a slug that no other"),
        (
            json.dumps({"terms": [TERM, {**TERM, "slug": "b", "broader": "c"}]}, indent=1),
            ":9: terms[1].broader: the slug of a term",
        ),
        (json.dumps({"terms": [{"slug": 1}]}), ":1: terms[0].slug: a text of at most"),
    ],
)
def test_a_fault_in_the_vocabulary_has_its_line(
    written: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "terms.json"
    path.write_text(written, encoding="latin-1")
    assert main(["words", f"--vocabulary={path}", f"--places={DATA}", "emdr"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{path}{told}")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"GM0358,Aalsmeer": "GM358,Aalsmeer"}, ":3: municipalities[1].code: a municipality code"),
        ({"GM0358,Aalsmeer": "GM1680,Aalsmeer"}, ": municipalities.GM1680: each only once"),
    ],
)
def test_a_fault_in_the_places_has_its_line(
    changed: dict[str, str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("municipalities.csv", "regions.csv"):
        text = (DATA / name).read_text(encoding="utf-8")
        for old, new in changed.items():
            text = text.replace(old, new)
        (tmp_path / name).write_text(text, encoding="utf-8")
    facts = [f"--vocabulary={DATA / 'taxonomy.json'}", f"--places={tmp_path}"]
    assert main(["words", *facts, "emdr"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{tmp_path / 'municipalities.csv'}{told}")


def test_a_file_that_is_no_text_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("municipalities.csv", "regions.csv"):
        (tmp_path / name).write_bytes(b"\xff\n\xff")
    facts = [f"--vocabulary={DATA / 'taxonomy.json'}", f"--places={tmp_path}"]
    assert main(["words", *facts, "emdr"]) == 2
    place = tmp_path / "municipalities.csv"
    assert capsys.readouterr().err == f"{place}: municipalities.csv: a csv file in UTF-8\n"


FACTS = (f"--vocabulary={DATA / 'taxonomy.json'}", f"--places={DATA}")


@pytest.mark.parametrize(
    ("kind", "method", "place"),
    [(Vocabulary, "read", DATA / "taxonomy.json"), (Places, "read", DATA)],
)
def test_a_disk_that_fails_is_told_with_the_file(
    kind: type[object],
    method: str,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_paths: Path) -> object:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(kind, method, fail)
    assert main(["words", *FACTS, "emdr"]) == 2
    expected = f"{place}: file: a file that can be read (Input/output error)\n"
    assert capsys.readouterr().err == expected


def test_a_disk_that_fails_is_told_with_the_lines(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_path: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", fail)
    assert main(arguments(folder)) == 2
    assert capsys.readouterr().err == "".join(
        f"{folder / name}.jsonl: file: a file that can be read (Input/output error)\n"
        for name in ("pool", "requests")
    )


def test_a_mark_at_the_begin_of_a_file_is_no_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "requests.jsonl"
    path.write_bytes(b"\xef\xbb\xbf\n" + path.read_bytes())
    assert main(arguments(folder)) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_words_that_are_searched_belong_together(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pool = f"--pool={folder / 'pool.jsonl'}"
    assert main(["search", *FACTS, pool, "Gooi", "en", "Vechtstreek", "emdr"]) == 0
    first, *_ = capsys.readouterr().out.splitlines()
    hits = pool_of(WHO).search("Gooi en Vechtstreek emdr")
    assert Hit.from_json(json.loads(first)) == hits[0]
    assert main(["search", *FACTS, pool, "\ud800"]) == 2
    expected = "text: text: a text without broken characters\n"
    assert capsys.readouterr() == ("", expected)


def test_pairs_that_read_alike_come_by_likeness_and_then_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = [
        {"slug": slug, "scheme": "problematiek", "nl": label, "en": label}
        for slug, label in (
            ("z", "Reünie dansgroepen"), ("c", "Klankspel"), ("b", "Klankspel"),
            ("a", "Klankspel"), ("y", "Reünie dansgroep"), ("x", "iets heel anders"),
        )
    ]  # fmt: skip
    path = tmp_path / "terms.json"
    path.write_text(json.dumps({"terms": terms}), encoding="utf-8")
    assert main(["related", f"--vocabulary={path}"]) == 0
    told = capsys.readouterr().out
    found = [json.loads(line) for line in told.splitlines()]
    assert [row["terms"] for row in found] == [["a", "b"], ["a", "c"], ["b", "c"], ["y", "z"]]
    # A person reads this list: as it is written, and in order.
    assert "Reünie dansgroep" in told
    assert found[0] == {
        "terms": ["a", "b"], "labels": ["Klankspel", "Klankspel"], "likeness": 1.0, "worth": 0.3,
    }  # fmt: skip


def test_no_requests_is_no_answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "requests.jsonl").write_text("")
    assert main(arguments(folder)) == 0
    assert capsys.readouterr() == ("", "")


def test_reads_words(capsys: pytest.CaptureFixture[str]) -> None:
    facts = [f"--vocabulary={DATA / 'taxonomy.json'}", f"--places={DATA}"]
    assert main(["words", *facts, "emdr", "in Haarlem"]) == 0
    found = Reading.from_json(json.loads(capsys.readouterr().out))
    assert [each.slug for each in (*found.terms, *found.places)] == ["emdr", "GM0392"]
    assert main(["words", *facts, "\ud800"]) == 2
    assert capsys.readouterr().err.startswith("text: text: ")
    assert main(["words", "--vocabulary=nowhere", f"--places={DATA}", "emdr"]) == 2


def test_the_lines_are_the_values_of_the_contract(folder: Path) -> None:
    first = json.loads((folder / "requests.jsonl").read_text().splitlines()[0])
    assert Request.from_json(first) == ASKED
