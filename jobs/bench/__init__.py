"""Where speed and simulations live: each part measures something and sets it beside its aim."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure beside its aim."""

    name: str
    value: float
    unit: str
    aim: str
    """The aim in words, for example "at most 40 ms"."""
    ok: bool
    """Whether the aim is met."""
