"""The questions are what the models and the taxonomy say, in words of wording.yml."""

from __future__ import annotations

import pytest
from letterbox import asked, library

from exemplars.model import FrontMatter
from exemplars.questions import BODY, Question, contract, declarations, questions
from exemplars.values import NAME_LIMIT, SUMMARY_LIMIT
from exemplars.wording import table

BY_ID = {question.id: question for question in asked()}
EVERY = pytest.mark.parametrize("question", asked(), ids=lambda question: question.id)


def test_there_are_ten_and_three_declarations() -> None:
    taxonomy = library().taxonomy
    assert [question.number for question in questions(taxonomy)] == list(range(1, 11))
    assert [question.number for question in declarations(taxonomy)] == [0, 0, 0]
    assert contract(taxonomy) == questions(taxonomy) + declarations(taxonomy)


@EVERY
def test_what_is_filled_is_a_key_of_the_front_matter_or_the_body(question: Question) -> None:
    assert set(question.keys) <= {*FrontMatter.model_fields, BODY}


def test_every_required_key_is_asked_for_but_the_day() -> None:
    required = {key for key, field in FrontMatter.model_fields.items() if field.is_required()}
    filled = {key for question in asked() for key in question.keys}
    assert required - filled == {"date"}


def test_what_the_model_requires_has_to_be_answered() -> None:
    wanted = [question.id for question in asked() if question.required]
    assert wanted == [
        "name", "kind", "place", "fields", "summary", "story", "sources", "age", "licence",
    ]  # fmt: skip


def test_limits_are_those_of_the_model() -> None:
    assert (BY_ID["name"].limit, BY_ID["name"].items) == (NAME_LIMIT, None)
    assert (BY_ID["summary"].limit, BY_ID["summary"].items) == (SUMMARY_LIMIT, None)
    assert (BY_ID["fields"].limit, BY_ID["fields"].items) == (NAME_LIMIT, 10)
    assert (BY_ID["figures"].limit, BY_ID["figures"].items) == (NAME_LIMIT, 40)
    assert (BY_ID["sources"].limit, BY_ID["sources"].items) == (NAME_LIMIT, 60)
    assert (BY_ID["story"].limit, BY_ID["story"].items) == (None, None)
    assert "tối đa 300 ký tự" in BY_ID["summary"].help
    assert "tối đa 10." in BY_ID["fields"].help


@EVERY
def test_a_question_has_its_words_and_no_place_left_open(question: Question) -> None:
    for words in (question.label, question.help, question.example):
        assert words.strip() == words != ""
        assert not set("{}\n") & set(words)


@EVERY
def test_choices_are_there_exactly_where_one_has_to_choose(question: Question) -> None:
    assert bool(question.choices) == (question.kind in {"choice", "choices"})
    assert len({choice.label for choice in question.choices}) == len(question.choices)


def test_fields_are_those_of_the_taxonomy() -> None:
    terms = library().taxonomy.fields
    assert [(c.id, c.label) for c in BY_ID["fields"].choices] == [(t.id, t.label) for t in terms]


def test_no_label_or_alias_names_two_questions() -> None:
    names = [
        name.casefold()
        for question in asked()
        for name in {question.label.casefold(), *question.aliases}
    ]
    assert sorted(names) == sorted(set(names))


def test_a_heading_has_the_number() -> None:
    assert BY_ID["sources"].heading == "10. Nguồn"
    assert BY_ID["age"].heading == "Người được kể đã đủ 18 tuổi chưa"


def test_words_for_questions_that_are_not_asked_there_are_none() -> None:
    ids = tuple(BY_ID)
    assert [key for key in table()["questions"] if not key.startswith(ids)] == []
