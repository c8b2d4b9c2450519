"""Have the `lifelines` package work out what `tests/jobs/partners/survival.json` holds.

    python -m venv /tmp/v && /tmp/v/bin/pip install lifelines==0.30.3
    /tmp/v/bin/python -m tests.tools.renew_survival

It is needed for nothing else, and so is in no requirements. Ten sets of links, as a seed makes them: few and many,
with ties, with none lost, with all lost, watched for hours and for years.
"""

import json
import random
from pathlib import Path

KEPT = Path(__file__).parents[1] / "jobs/partners/survival.json"
TIMES = (0.0, 1.0, 7.0, 30.0, 90.0, 182.5, 365.0, 1000.0)
SETS = (
    # links, mean days to a loss, mean days watched, whether days are whole
    (1, 100, 100, False),
    (5, 60, 60, False),
    (12, 40, 400, True),
    (12, 1e9, 200, False),
    (20, 30, 1e9, False),
    (60, 200, 200, True),
    (100, 90, 300, False),
    (250, 10, 10, True),
    (1000, 400, 500, False),
    (2000, 300, 700, True),
)


def main() -> None:
    """Write the sets, and what `lifelines` says of them."""
    from lifelines import KaplanMeierFitter  # type: ignore[import-not-found]  # in an environment of its own

    chance, kept = random.Random(1958), []
    for number, loss, watch, whole in SETS:
        lives = [_life(chance, loss, watch, whole=whole) for _ in range(number)]
        fitted = KaplanMeierFitter().fit([days for days, _ in lives], [lost for _, lost in lives])
        shares = [float(share) for share in fitted.survival_function_at_times(TIMES)]
        kept.append({"lives": lives, "times": TIMES, "shares": shares})
    lines = ",\n".join(json.dumps(each, separators=(",", ":")) for each in kept)
    KEPT.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def _life(chance: random.Random, loss: float, watch: float, *, whole: bool) -> tuple[float, bool]:
    lost_after, watched = chance.expovariate(1 / loss), chance.expovariate(1 / watch)
    days = min(lost_after, watched)
    return (float(int(days)) if whole else round(days, 3), lost_after <= watched)


if __name__ == "__main__":
    main()
