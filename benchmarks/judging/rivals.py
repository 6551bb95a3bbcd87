"""What one would use otherwise: a line of a library over the texts of all profiles."""

from collections.abc import Callable, Mapping, Sequence

import bm25s
import numpy as np
from rapidfuzz import fuzz, process, utils
from sklearn.feature_extraction.text import TfidfVectorizer

Search = Callable[[str], list[str]]


def searches(texts: Mapping[str, str]) -> Mapping[str, Search]:
    """Give each rival, ready to search these texts, by its name."""
    makers = {"token_set_ratio": token_set_ratio, "word TF-IDF": word_tf_idf, "BM25": bm25}
    return {name: maker(texts) for name, maker in makers.items()}


def token_set_ratio(texts: Mapping[str, str]) -> Search:
    """Compare with rapidfuzz, letters and capitals made alike."""
    given = [utils.default_process(text) for text in texts.values()]

    def search(asked: str) -> list[str]:
        asked = utils.default_process(asked)
        return _order(texts, process.cdist([asked], given, scorer=fuzz.token_set_ratio)[0])

    return search


def word_tf_idf(texts: Mapping[str, str]) -> Search:
    """Compare the cosines of scikit-learn."""
    vectors = TfidfVectorizer(strip_accents="unicode")
    known = vectors.fit_transform(texts.values())

    def search(asked: str) -> list[str]:
        return _order(texts, (known @ vectors.transform([asked]).T).toarray().ravel())

    return search


def bm25(texts: Mapping[str, str]) -> Search:
    """Score with bm25s as it comes, without the list of English stop words."""
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(list(texts.values()), stopwords=None, show_progress=False),
        show_progress=False,
    )

    def search(asked: str) -> list[str]:
        (words,) = bm25s.tokenize([asked], stopwords=None, return_ids=False, show_progress=False)
        known = [word for word in words if word in index.vocab_dict]
        scores = index.get_scores(known) if known else np.zeros(len(texts))
        return _order(texts, scores.tolist())

    return search


def _order(texts: Mapping[str, str], scores: Sequence[float]) -> list[str]:
    """Give the ids with a score, the highest first, equal ones by their id."""
    found = [(-float(score), name) for name, score in zip(texts, scores, strict=True) if score > 0]
    return [name for _, name in sorted(found)]
