import pytest

from jobs.bench.relevance import run


@pytest.mark.slow
def test_every_figure_is_measured_and_named_with_its_aim() -> None:
    figures = run()
    assert len({figure.name for figure in figures}) == len(figures) >= 6
    assert all(figure.value > 0 and figure.aim.endswith(figure.unit) for figure in figures)
