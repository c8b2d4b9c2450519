from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jobs.model.relevance import Closeness, Doubt, Method
from jobs.relevance import PageText, Profile, compare, prepare, profile, score
from jobs.relevance.language import UNKNOWN, Language, identify
from jobs.relevance.scoring import closeness_of, score_of
from jobs.relevance.words import zipf_values
from tests.jobs.relevance import corpus

URL = "https://example.org/"


def page(text: tuple[str, str]) -> Profile:
    return prepare(corpus.html(*text), URL)


def written(text: str, language: str = "en", *, title: str = "", fell_back: bool = False) -> PageText:
    return PageText(URL, title=title, text=text, language=Language(language, 1.0), fell_back=fell_back)


def test_each_pair_on_one_subject_beats_every_pair_on_two() -> None:
    pages = [[page(text) for text in subject] for subject in corpus.SUBJECTS]
    same = [compare(one, other) for one, other in pages]
    apart = [(one, other) for one, other in combinations(pages, 2) if one is not pages[0] or other is not pages[3]]
    assert min(same) > max(compare(a, b) for one, other in apart for a, b in product(one, other))


def test_bikes_are_bikes_in_english_and_german() -> None:
    bikes_de = page(corpus.BIKES_DE)
    assert compare(page(corpus.BIKES_EN), bikes_de) > 2 * compare(page(corpus.TAX_EN), bikes_de)


@pytest.mark.parametrize("subject", corpus.SUBJECTS, ids=lambda subject: subject[0][0])
def test_two_texts_on_one_subject_are_told_as_such(subject: tuple[tuple[str, str], tuple[str, str]]) -> None:
    ours, theirs = map(page, subject)
    result = score(ours, theirs)
    assert result.closeness is Closeness.SAME_SUBJECT
    assert Doubt.LANGUAGES_DIFFER not in result.doubts


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(corpus.BIKES_EN, corpus.BREAD_EN), (corpus.BREAD_EN, corpus.TAX_EN), (corpus.BIKES_DE, corpus.GARDEN_DE)],
)
def test_two_subjects_are_told_as_not_related(ours: tuple[str, str], theirs: tuple[str, str]) -> None:
    assert score(page(ours), page(theirs)).closeness is Closeness.NOT_RELATED


@pytest.mark.parametrize("language", corpus.OTHER_SCRIPTS)
def test_scripts_without_spaces_and_from_right_to_left_are_compared(language: str) -> None:
    texts = corpus.OTHER_SCRIPTS[language]
    assert {identify(text).code for text in texts} == {language}
    bike, other_bike, curry = (profile(written(text, language)) for text in texts)
    near = score(bike, other_bike).likeness
    assert near > 2 * max(score(bike, curry).likeness, score(other_bike, curry).likeness)


def test_a_page_in_two_languages_meets_pages_in_either() -> None:
    mixed = prepare(corpus.html("", corpus.BIKES_EN[1] + corpus.GARDEN_DE[1]), URL)
    assert score(page(corpus.BIKES_EN_2), mixed).score > score(page(corpus.BREAD_EN), mixed).score
    assert score(page(corpus.GARDEN_DE_2), mixed).score > score(page(corpus.BIKES_DE), mixed).score


def test_compounds_meet_their_parts() -> None:
    result = score(written("Fahrradwerkstatt", "de"), written("Werkstatt für jedes Fahrrad", "de"))
    assert set(result.shared) == {"Fahrrad", "Werkstatt"}
    assert score(written("Fahrradwerkstatt", "en"), written("Werkstatt für jedes Fahrrad", "en")).shared == ()


def test_forms_of_one_word_meet() -> None:
    ours, theirs = (profile(written(text)) for text in ("Choosing batteries for bicycles", "A battery, and my bicycle"))
    assert not ours.weights.keys() & theirs.weights.keys()
    assert ours.stems.keys() & theirs.stems.keys()
    assert compare(ours, theirs) > 0.8


def test_what_only_the_title_says_is_the_name_of_the_site() -> None:
    (title, bikes), (other_title, bread) = corpus.BIKES_EN, corpus.BREAD_EN
    ours = profile(written(bikes, title=f"{title} | Cloverleaf Gazette"))
    theirs = profile(written(bread, title=f"{other_title} | Cloverleaf Gazette"))
    assert not {"cloverleaf", "gazette"} & (ours.weights.keys() | theirs.weights.keys())
    assert ours.weights["electric"] > profile(written(bikes)).weights["electric"]


def test_a_title_may_say_what_the_address_says() -> None:
    page = PageText("https://example.org/cloverleaf-lawns", title="Cloverleaf", language=Language("en", 1.0))
    assert "cloverleaf" in profile(page).weights


def test_how_long_a_page_goes_on_changes_nothing() -> None:
    lead = corpus.BIKES_EN[1] * 13
    assert compare(profile(written(lead)), profile(written(lead + corpus.BREAD_EN[1] * 9))) == 1


def test_headings_of_boxes_outside_the_main_text_say_nothing_of_its_subject() -> None:
    boxes = "<aside><h2>Brewery of the month</h2><h2>Submarines</h2></aside></body>"
    with_boxes = corpus.html(*corpus.BIKES_EN).replace("</body>", boxes)
    assert not {"brewery", "submarines"} & prepare(with_boxes, URL).weights.keys()


TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=120) | st.sampled_from(
    [text for subject in corpus.SUBJECTS for _, text in subject]
)
LANGUAGES = st.sampled_from(["en", "de", "zh", "th", "und"])
PAGES = st.builds(written, TEXTS, LANGUAGES, title=TEXTS)


@settings(deadline=None)
@given(PAGES, PAGES)
def test_order_changes_no_number_and_nothing_raises(one: PageText, other: PageText) -> None:
    there, back = score(one, other), score(other, one)
    assert (there.score, there.closeness, there.method) == (back.score, back.closeness, back.method)
    assert set(there.doubts) == set(back.doubts)
    assert 0 <= there.score <= 100
    assert there.likeness == pytest.approx(back.likeness)
    assert -1 <= there.likeness <= 1


@settings(deadline=None)
@given(PAGES)
def test_a_text_is_wholly_like_itself(one: PageText) -> None:
    ours = profile(one)
    assume(ours.weights)
    result = score(ours, profile(one))
    assert result.score == 100
    assert result.only_ours == ()


@settings(deadline=None)
@given(*[st.builds(written, TEXTS, st.sampled_from(["th", "he", "und"]), title=TEXTS)] * 2)
def test_where_words_have_no_topics_texts_without_a_common_term_score_nothing(one: PageText, other: PageText) -> None:
    ours, theirs = profile(one), profile(other)
    assume(not ours.weights.keys() & theirs.weights.keys())
    assert score(ours, theirs).score == 0
    assert score(ours, theirs).shared == ()


@given(st.floats(-1, 1), st.floats(-1, 1), st.sampled_from(Method))
def test_what_is_closer_never_scores_less(one: float, other: float, method: Method) -> None:
    low, high = sorted((one, other))
    assert 0 <= score_of(low, method) <= score_of(high, method) <= 100


def test_other_words_for_one_thing_meet() -> None:
    doctors = profile(written("The physician examined a patient in the hospital and prescribed a medicine."))
    clinic = profile(written("Doctors treat sick people with drugs; a nurse cares for them in the ward of a clinic."))
    goals = profile(written("The striker scored twice, and the goalkeeper saved a penalty."))
    assert not {"physician", "hospital", "medicine"} & clinic.weights.keys()
    assert compare(doctors, clinic) > 2 * max(compare(doctors, goals), compare(clinic, goals))
    arzt = profile(written("Der Arzt untersucht den Patienten im Krankenhaus und verschreibt ein Medikament.", "de"))
    assert compare(doctors, arzt) > 2 * compare(goals, arzt)


@pytest.mark.parametrize(
    ("points", "closeness"),
    [
        (0, Closeness.NOT_RELATED),
        (34, Closeness.NOT_RELATED),
        (35, Closeness.SAME_FIELD),
        (59, Closeness.SAME_FIELD),
        (60, Closeness.SAME_SUBJECT),
        (100, Closeness.SAME_SUBJECT),
    ],
)
def test_bands(points: int, closeness: Closeness) -> None:
    assert closeness_of(points) is closeness


def test_shared_and_missing_terms_are_telling_words_as_our_page_writes_them() -> None:
    result = score(page(corpus.BIKES_EN), page(corpus.BIKES_EN_2))
    assert {"battery", "motor", "capacity", "electric"} <= set(result.shared)
    assert {"commute", "brakes"} & set(result.only_ours)
    assert len(result.shared) <= 8
    assert len(result.only_ours) <= 5
    shown = {term.casefold() for term in (*result.shared, *result.only_ours)}
    assert not {term for term in shown if zipf_values("en").get(term, 0) > 5}


def test_one_word_in_many_forms_is_listed_once() -> None:
    result = score(written("battery batteries Battery's bicycle"), written("batteries battery bicycle"))
    assert len(result.shared) == 2
    assert len(score(written("tent tents"), written("tents tent")).shared) == 1


def test_a_form_of_a_shared_word_is_not_called_missing() -> None:
    assert score(written("batteries"), written("battery")).only_ours == ()


LONG = " ".join(text for subject in corpus.SUBJECTS[:3] for _, text in subject)


@pytest.mark.parametrize(
    ("ours", "theirs", "doubts"),
    [
        (written(LONG), written(LONG), ()),
        (written(LONG), written("A battery."), (Doubt.SHORT_TEXT,)),
        (written(LONG), written(LONG, fell_back=True), (Doubt.FALLBACK_EXTRACTION,)),
        (written(LONG), written(LONG, "de"), (Doubt.LANGUAGES_DIFFER,)),
        (written(LONG), written(LONG, "th"), (Doubt.LANGUAGES_DIFFER, Doubt.NO_WORD_LIST)),
        (written(LONG), PageText(URL, text=LONG, language=UNKNOWN), (Doubt.LANGUAGE_UNSURE, Doubt.NO_WORD_LIST)),
        (written(LONG, "hr"), written(LONG, "sr"), ()),  # two names of one language
        # An empty page leaves nothing to be sure of.
        (written(LONG), PageText(URL), (Doubt.SHORT_TEXT, Doubt.LANGUAGE_UNSURE, Doubt.NO_WORD_LIST)),
    ],
)
def test_each_reason_for_doubt_is_named(ours: PageText, theirs: PageText, doubts: tuple[Doubt, ...]) -> None:
    result = score(ours, theirs)
    assert result.doubts == doubts
    assert result.low_confidence is bool(doubts)


def test_a_few_words_get_no_verdict_however_alike() -> None:
    result = score(written("sourdough bread"), written("sourdough bread"))
    assert (result.score, result.closeness) == (100, Closeness.UNCLEAR)


def test_few_common_words_across_languages_prove_nothing() -> None:
    result = score(page(corpus.TAX_EN), page(corpus.GARDEN_DE))
    assert result.score < 35
    assert result.closeness is Closeness.UNCLEAR


def test_both_pages_are_shown_side_by_side() -> None:
    result = score(page(corpus.BIKES_EN), page(corpus.WINE_FR))
    assert (result.ours.title, result.theirs.title) == (corpus.BIKES_EN[0], corpus.WINE_FR[0])
    assert (result.ours.language, result.theirs.language) == ("en", "fr")


def test_every_verdict_and_doubt_has_words_for_people() -> None:
    assert all(name.words for name in (*Closeness, *Doubt))
