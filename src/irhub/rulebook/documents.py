"""The rulebook and its answers as JSON: typed documents with a published, versioned JSON Schema each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from irhub.rulebook.book import Rulebook
from irhub.rulebook.findings import Applied, Finding, Need, Outcome, Result, Tone, Verdict
from irhub.rulebook.rules import Basis, Certainty, Precision, Rule, Source, Unit

SCHEMAS = Path(__file__).parent / "schema"
NOT_ADVICE: Literal["This is not legal advice."] = "This is not legal advice."


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[Decimal, PlainSerializer(_number, return_type=int | float, when_used="json")]
Scalar = bool | int | Number | str


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class SourceDocument(_Document):
    """Where a fact was read, by whom it was published, and when it was read. `url` is empty where only the title was seen."""

    title: str
    publisher: str
    kind: str
    url: str
    read: date
    official: bool


class RuleDocument(_Document):
    """One version of a rule: its value in `unit`, its first and last day, how certain it is, and what it rests on.

    `from` is null where the first day is not known, `to` where no end has been found.
    """

    id: str
    version: int
    edition: str
    topic: str
    question: str
    scope: str
    decided_by: Basis
    unit: Unit
    value: Scalar
    further_values: dict[str, Scalar]
    since: date | None = Field(alias="from")
    until: date | None = Field(alias="to")
    precision: Precision
    certainty: Certainty
    says: str
    note: str
    withdrawn: bool
    publication: str
    sources: list[SourceDocument]


class UsedDocument(_Document):
    """A rule as it was used: the day that selected it, why, and why it gives no settled answer (empty if it does)."""

    rule: RuleDocument
    day: date
    why: str
    doubt: str


class FindingDocument(_Document):
    """One finding: what it answers, in words, with its rules, sums and the working days counted.

    One with `decides` false is said beside the answer and never changes the verdict.
    """

    code: str
    outcome: Outcome
    decides: bool
    title: str
    sentence: str
    due: date | None
    compared: list[str]
    counted: list[date]
    certainty: Certainty
    rules: list[UsedDocument]


class NeedDocument(_Document):
    """A fact that is missing, and the question that it would answer."""

    fact: str
    purpose: str
    decides: bool


class SentenceDocument(_Document):
    """The answer in one sentence, the codes of the findings that decide it, what follows, and what to check officially."""

    name: str
    sentence: str
    tone: Tone
    decided_by: list[str]
    steps: list[str]
    to_check: list[str]


class AnswerDocument(_Document):
    """The answer to a case, with everything behind it, by one edition of the rulebook."""

    format: Literal["irhub-rules-answer-1"] = "irhub-rules-answer-1"
    notice: Literal["This is not legal advice."] = NOT_ADVICE
    checker: str
    edition: str
    known: date
    facts: dict[str, date | Scalar]
    verdict: Verdict
    answer: SentenceDocument
    findings: list[FindingDocument]
    needs: list[NeedDocument]


class TopicDocument(_Document):
    """The question that a group of rules answers, and the scopes it tells apart."""

    subject: str
    question: str
    decided_by: Basis
    unit: Unit
    publication: str
    scopes: dict[str, str]


class RulebookDocument(_Document):
    """Every version of every rule that an edition knows. `standing` of a rule is its newest version that is not withdrawn."""

    format: Literal["irhub-rulebook-1"] = "irhub-rulebook-1"
    notice: Literal["This is not legal advice."] = NOT_ADVICE
    edition: str
    editions: list[str]
    topics: dict[str, TopicDocument]
    rules: list[RuleDocument]
    standing: dict[str, int]


DOCUMENTS: dict[str, type[_Document]] = {"answer-1": AnswerDocument, "rulebook-1": RulebookDocument}
"""The documents by the name of their schema; a change that breaks a reader gets the next number."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a document, made from its model. Raises KeyError for an unknown name."""
    made = DOCUMENTS[name].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{name}.json", **made}


def schema_text(name: str) -> str:
    """The schema as its shipped file holds it."""
    return json.dumps(schema(name), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def answer_document(result: Result, facts: Mapping[str, Any], book: Rulebook) -> AnswerDocument:
    """An answer as a document; `book` is any edition from that of the answer on."""
    known = book.as_known(result.edition)
    told = result.answer
    return AnswerDocument(
        checker=result.checker,
        edition=str(result.edition),
        known=result.known,
        facts=dict(facts),
        verdict=result.verdict,
        answer=SentenceDocument(
            name=told.name,
            sentence=told.sentence,
            tone=told.tone,
            decided_by=[each.code for each in told.decided_by],
            steps=list(told.steps),
            to_check=list(told.to_check),
        ),
        findings=[_finding(each, known) for each in result.findings],
        needs=[_need(each) for each in result.needs],
    )


def rulebook_document(book: Rulebook) -> RulebookDocument:
    """An edition of the rulebook as a document, with every version that it knows."""
    return RulebookDocument(
        edition=str(book.edition),
        editions=[str(each) for each in book.editions if each <= book.edition],
        topics={
            name: TopicDocument(
                subject=topic.subject,
                question=topic.title,
                decided_by=topic.basis,
                unit=topic.unit,
                publication=topic.publication,
                scopes=topic.scopes,
            )
            for name, topic in book.topics.items()
        },
        rules=[
            rule_document(version, book)
            for key in dict.fromkeys(rule.id for rule in book.every)
            for version in book.versions_of(key)
        ],
        standing={rule.id: rule.version for rule in book.rules},
    )


def rule_document(rule: Rule, book: Rulebook) -> RuleDocument:
    """One version of a rule as a document."""
    topic = book.topics[rule.topic]
    period: dict[str, Any] = {"from": rule.since, "to": rule.until}
    return RuleDocument(
        id=rule.id,
        version=rule.version,
        edition=str(rule.edition),
        topic=rule.topic,
        question=topic.title,
        scope=rule.scope,
        decided_by=rule.basis,
        unit=rule.unit,
        value=rule.value,
        further_values=dict(rule.also),
        precision=rule.precision,
        certainty=rule.certainty,
        says=rule.says,
        note=rule.note,
        withdrawn=rule.withdrawn,
        publication=topic.publication,
        sources=[_source(each) for each in book.sources_of(rule)],
        **period,
    )


def _source(source: Source) -> SourceDocument:
    return SourceDocument(**source.model_dump(), official=source.official)


def _used(used: Applied, book: Rulebook) -> UsedDocument:
    return UsedDocument(rule=rule_document(used.rule, book), day=used.day, why=used.why, doubt=used.doubt)


def _finding(finding: Finding, book: Rulebook) -> FindingDocument:
    return FindingDocument(
        code=finding.code,
        outcome=finding.outcome,
        decides=finding.decides,
        title=finding.title,
        sentence=finding.sentence,
        due=finding.due,
        compared=list(finding.compared),
        counted=list(finding.counted),
        certainty=finding.certainty,
        rules=[_used(each, book) for each in finding.applied],
    )


def _need(need: Need) -> NeedDocument:
    return NeedDocument(fact=need.fact, purpose=need.purpose, decides=need.decides)


def as_json(document: BaseModel) -> str:
    """A document as JSON text; money and hours are numbers, dates are in ISO form."""
    return json.dumps(document.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1)
