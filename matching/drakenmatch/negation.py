"""What is not wanted: "geen groepstherapie", "niet online", "online is geen optie"."""

from collections.abc import Iterable, Sequence

from drakenmatch.ordinary import FILLERS
from drakenmatch.typed import Word

_NO = "geen niet zonder behalve noch ipv weigert weigeren weigerde no not without except"
NO = frozenset(_NO.split())
WITHOUT = frozenset({"zonder", "without"})
# "In plaats van" says no as well.
INSTEAD = frozenset({"plaats", "instead"})
# "Niet alleen EMDR" is EMDR too, and "nog geen EMDR" is what may come.
NOT_ONLY = frozenset({"alleen", "enkel", "slechts", "only", "per", "zozeer", "perse"})
YET = frozenset({"nog", "eerder", "yet"})
TURNS = frozenset({"maar", "wel", "but"})
BETWEEN = FILLERS - TURNS
OR = frozenset({"of", "noch", "or", "nor"})
# Between what is named and the "niet" behind it: "online kan niet".
_IS = (
    "is kan kunnen mag hoeft hoeven wil willen wordt zijn werkt past liever dus echt helemaal "
    "zeker absoluut er ze hij zij we wij ook voor hen haar hem in ieder geval hier daar nu"
)
IS = frozenset(_IS.split())
_OUT = "optie mogelijk gewenst passend nodig wenselijk haalbaar geschikt bespreekbaar option meer"
RULED_OUT = frozenset(_OUT.split())
# Who speaks a language like this needs another one.
_HARDLY = "nauwelijks amper weinig slecht beperkt gebrekkig onvoldoende matig hardly little poor"
HARDLY = frozenset(_HARDLY.split()) | NO
WELL = frozenset(
    {"goed", "voldoende", "vloeiend", "veel", "echt", "zo", "erg", "heel", "good", "much", "well"}
)


class Negation:
    """Says of a row of words whether a "no" belongs to it."""

    def __init__(self, typed: Sequence[Word], meant: Iterable[tuple[int, int]]) -> None:
        """Take all words, and where each meaning starts and stops, from left to right."""
        self._typed = typed
        self._said: dict[int, bool] = {}
        for start, stop in meant:
            self._said[stop] = self.of(start, stop)

    def of(self, start: int, stop: int) -> bool:
        """Say whether this is what is not wanted; "zonder tolk kan niet" wants it."""
        return self._before(start) != self._after(stop)

    def hardly(self, start: int) -> bool:
        """Say whether this is a language that is hardly spoken: "slecht Nederlands"."""
        at = start - 1
        while at >= 0 and not self._typed[at].ends and self._typed[at].text in WELL:
            at -= 1
        return at >= 0 and not self._typed[at].ends and self._typed[at].text in HARDLY

    def _before(self, start: int) -> bool:
        at = start - 1
        while at >= 0 and not self._typed[at].ends:
            word = self._typed[at].text
            if at + 1 in self._said:
                # "Geen EMDR of NET" is a no to both.
                joined = {each.text for each in self._typed[at + 1 : start]} & OR
                return bool(joined) and self._said[at + 1]
            if word in NO and not self._typed[at].capitals:
                return not self._is_yet(at) and not self._is_twice(at)
            if word in INSTEAD:
                return self._typed[at + 1].text in {"van", "of"}
            if word not in BETWEEN or word in NOT_ONLY:
                return False
            at -= 1
        return False

    def _is_twice(self, at: int) -> bool:
        """Say whether this is a no to a no: "niet zonder tolk"."""
        return at > 0 and self._typed[at].text in WITHOUT and self._typed[at - 1].text in NO

    def _is_yet(self, at: int) -> bool:
        before = at > 0 and self._typed[at - 1].text in YET
        return before or self._typed[at + 1].text in YET

    def _after(self, stop: int) -> bool:
        at = stop
        while not self._ends(at - 1) and self._typed[at].text in IS:
            at += 1
        if self._ends(at - 1) or self._typed[at].text not in {"niet", "geen", "not"}:
            return False
        return self._ends(at) or self._typed[at + 1].text in RULED_OUT

    def _ends(self, at: int) -> bool:
        return self._typed[at].ends or at == len(self._typed) - 1
