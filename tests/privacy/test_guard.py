"""The guard of free text: what could identify a client is found, what could not is left alone."""

import itertools
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drakennet.privacy.guard import Finding, Kind, check, is_bsn

TODAY = date(2026, 11, 24)


def found(text: str) -> list[tuple[str, str]]:
    """What was found: the kind, and the words that are marked."""
    return [(one.kind.value, text[one.start : one.end]) for one in check(text, today=TODAY)]


# ---- BSN ----


@pytest.mark.parametrize(
    "written",
    [
        "123456782",
        "123.456.782",
        "123 456 782",
        "1234.56.782",
        "12 34 56 782",
        "1234 56 782",
        "123-456-782",
        "123 - 456 - 782",
        "1 2 3 4 5 6 7 8 2",
        "123\u00a0456\u00a0782",
    ],
)
@pytest.mark.parametrize(
    "sentence", ["{}", "bsn{}", "Zijn BSN is {}.", "leeftijd 6 {} jaar", "({})", "a{}b", "x\n{}\n7"]
)
def test_bsn_is_refused_however_it_is_written(written: str, sentence: str) -> None:
    text = sentence.format(written)
    (only,) = check(text, today=TODAY)
    assert only == Finding(text.index(written), text.index(written) + len(written), Kind.BSN, True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("123456789", id="fails the eleven-test"),
        pytest.param("123 456 789", id="fails it with spaces"),
        pytest.param("000000000", id="zeros"),
        pytest.param("1234567820", id="ten figures"),
        pytest.param("91234567829", id="inside a longer number"),
        pytest.param("12345678", id="eight figures"),
        pytest.param("123.456-782", id="split in two ways: two numbers"),
        pytest.param("123456\n782", id="on two lines"),
    ],
)
def test_other_numbers_are_no_bsn(text: str) -> None:
    assert not any(one.refused for one in check(text))


def test_two_are_both_found() -> None:
    assert found("123456782 en 111222333") == [("bsn", "123456782"), ("bsn", "111222333")]


def test_allowed_name_never_lets_a_bsn_through() -> None:
    assert check("Huis 123456782", allowed_names=["Huis 123456782"])[0].refused


@given(st.integers(0, 999_999_999))
def test_eleven_test_by_its_definition(number: int) -> None:
    digits = f"{number:09}"
    total = sum(int(one) * weight for one, weight in zip(digits, range(9, 1, -1), strict=False))
    assert is_bsn(digits) == (number > 0 and (total - int(digits[8])) % 11 == 0)
    assert any(one.refused for one in check(digits)) == is_bsn(digits)


# ---- The rest: a warning ----


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("birth_date", "12-03-1984"),
        ("birth_date", "1/2/2019"),
        ("birth_date", "12.03.1984"),
        ("birth_date", "12 03 1984"),
        ("birth_date", "1984-03-12"),
        ("birth_date", "12/03/84"),
        ("birth_date", "12 maart 1984"),
        ("birth_date", "3 mei 2019"),
        ("birth_date", "12 mrt '84"),
        ("birth_date", "12 okt. 1984"),
        ("birth_date", "March 12, 1984"),
        ("birth_date", "12th March 1984"),
        ("birth_date", "24 november 2026"),
        ("phone", "0612345678"),
        ("phone", "06 12345678"),
        ("phone", "06-12 34 56 78"),
        ("phone", "+31 6 12345678"),
        ("phone", "+31 (0)6 12345678"),
        ("phone", "0031612345678"),
        ("phone", "023-5123456"),
        ("phone", "(023) 512 34 56"),
        ("phone", "0251 123456"),
        ("address", "2011 LW 12"),
        ("address", "2011LW 12a"),
        ("address", "2011lw 12"),
        ("address", "2011 LW, nr. 12"),
        ("address", "12, 2011 LW"),
        ("address", "5 1911AB"),
        ("email", "jan.jansen@example.nl"),
        ("email", "j+x@mail.example.co.uk"),
        ("iban", "NL91ABNA0417164300"),
        ("iban", "NL91 ABNA 0417 1643 00"),
        ("iban", "be68 5390 0754 7034"),
    ],
)
@pytest.mark.parametrize("sentence", ["{}", "Het is {} geweest.", "Kind van 6, {}, en moeder"])
def test_is_pointed_out_and_not_refused(kind: str, written: str, sentence: str) -> None:
    assert found(sentence.format(written)) == [(kind, written)]
    assert not any(one.refused for one in check(sentence.format(written)))


@pytest.mark.parametrize(
    ("text", "date_"),
    [
        ("geboren op 3 mei", "3 mei"),
        ("geb. 12031984", "12031984"),
        ("geboortedatum: 12-3", "12-3"),
        ("born on 3 May", "3 May"),
    ],
)
def test_birth_said_in_words_needs_no_year(text: str, date_: str) -> None:
    assert found(text) == [("birth_date", date_)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("EMDR, 8 sessies van 45 minuten", id="sessions"),
        pytest.param("kind van 6 jaar en moeder van 34", id="ages"),
        pytest.param("leeftijd 4-7 of 8-11 jaar", id="age bands"),
        pytest.param("regio Kennemerland, gemeente Haarlem", id="region and municipality"),
        pytest.param("2011 LW", id="postcode without a house number"),
        pytest.param("in 2011 en 12 kinderen", id="a year and a number"),
        pytest.param("Veilig Thuis: 0800 2000", id="a service number"),
        pytest.param("112", id="alarm"),
        pytest.param("25 november 2026", id="a day to come"),
        pytest.param("start 1-12-2026", id="a start to come"),
        pytest.param("om 10.30 uur", id="time"),
        pytest.param("versie 10.11.12", id="version"),
        pytest.param("casus 2026-114", id="own number"),
        pytest.param("kamer 4", id="room"),
        pytest.param("week 47 2026", id="week"),
        pytest.param("XX91ABNA0417164301", id="no account: its check fails"),
        pytest.param("1 op 2 kinderen; 3 keer per week", id="counting"),
        pytest.param("@haarlem", id="no address"),
        pytest.param("in mei 2026", id="a month"),
        pytest.param("", id="nothing"),
    ],
)
def test_daily_words_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_name_that_is_allowed_does_not_trigger() -> None:
    text = "Opvang 12 maart 1984 en 12 maart 1985"
    (only,) = check(text, allowed_names=["opvang 12 maart 1984", " "])
    assert text[only.start : only.end] == "12 maart 1985"


def test_findings_stand_in_order_and_apart() -> None:
    text = "bel 06 12345678, mail a@example.nl, bsn 123456782, NL91ABNA0417164300"
    findings = check(text)
    assert [one.kind for one in findings] == [Kind.PHONE, Kind.EMAIL, Kind.BSN, Kind.IBAN]
    assert all(one.end <= other.start for one, other in itertools.pairwise(findings))


def test_account_number_is_not_also_a_bsn() -> None:
    assert [one.kind for one in check("NL20 INGB 0001 2345 67")] == [Kind.IBAN]


@given(st.text(alphabet="0123456789 .-/()+@aeNLgb\u00a0²\n", max_size=120))
def test_any_text_is_read(text: str) -> None:
    for one in check(text, today=TODAY):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize("piece", ["1 ", "1", "1-", "NL12", "12 mei ", "a@a.", "geb ", "(0"])
def test_long_text_is_read_quickly(piece: str) -> None:
    """Also one made to be slow. The best of three in processor time: the machine is shared."""
    text = (piece * 2000)[:2000]

    def seconds() -> float:
        start = time.process_time()
        check(text)
        return time.process_time() - start

    assert min(seconds() for _time in range(3)) < 0.1
