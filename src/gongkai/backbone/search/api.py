"""Search and answers for programs."""

from datetime import date

from django.http import HttpRequest
from ninja import Query as Parameters
from ninja import Router, Schema
from pydantic import Field

from gongkai.backbone.search import answers, selectors
from gongkai.backbone.search.asking import query_from
from gongkai.backbone.search.engine import DEEPEST_HIT, LONGEST_QUERY, Hit, Results
from gongkai.kernel.api.errors import ErrorOut

router = Router(tags=["search"])


class SearchIn(Schema):
    """What is looked for; all values narrow together."""

    q: str = Field("", max_length=LONGEST_QUERY, description="Words, “phrases”, field:values such as 机构:市教育局")
    organ: str = Field("", max_length=60, description="Code of the organ")
    kind: str = Field("", max_length=60, description="Slug of the kind of document")
    subject: str = Field("", max_length=60, description="Code of the subject")
    year: str = Field("", max_length=4, description="Year of the document")
    validity: str = Field(
        "",
        max_length=12,
        description="in_force, amended, not_yet, expired, repealed, or all; empty is what is in force",
    )
    since: str = Field("", max_length=20, description="First day of the document: 2020, 2020-03 or 2020-03-01")
    until: str = Field("", max_length=20, description="Last day of the document")
    order: str = Field("", max_length=12, description="relevance, newest or oldest")
    like: str = Field("", max_length=60, description="Index number: records on the same matter")
    page: int = Field(1, ge=1, le=DEEPEST_HIT)
    size: int = Field(20, ge=1, le=100)
    passages: int = Field(0, ge=0, le=5, description="So many of the best passages of each record")


class PassageOut(Schema):
    """A piece of the text, quoted exactly."""

    quote: str
    article: str


class ResultOut(Schema):
    """A record found, the best first. ``recommended``: put first by editors for just this query."""

    index_number: str
    title: str
    url: str
    score: float
    snippet: str
    document_number: str
    issuer: str
    dated_on: date | None
    validity: str
    passages: list[PassageOut]
    recommended: bool


class SearchOut(Schema):
    """A page of what was found.

    ``relaxed``: these have some of the words. ``left_out``: what is not shown because it is no longer in force.
    ``lapsed_only``: nothing in force was found, these no longer hold. ``meant``: what was probably meant.
    ``sampled``: so many were found that the counts of the facets are about right, not exact.
    ``by_meaning``: some were found for what they mean, without the words.
    """

    total: int
    relaxed: bool
    by_meaning: bool
    lapsed_only: bool
    left_out: dict[str, int]
    meant: str
    results: list[ResultOut]
    facets: dict[str, dict[str, int]]
    sampled: bool


@router.get(
    "/search",
    response={200: SearchOut, (422, 429, 503): ErrorOut},
    summary="Search published government information",
    operation_id="search_records",
)
def search_records(request: HttpRequest, asked: Parameters[SearchIn]) -> SearchOut:
    """The records found, and how many bear each value of the facets. 503 while the index cannot be read."""
    values = asked.model_dump()
    size, passages = values.pop("size"), values.pop("passages")
    query = query_from({name: str(value) for name, value in values.items()}, size=size, passages=passages)
    return _answer(selectors.search(query))


class SuggestionsIn(Schema):
    """What was typed so far."""

    q: str = Field("", max_length=LONGEST_QUERY)


class SuggestionsOut(Schema):
    """Titles that go on from it."""

    titles: list[str]


@router.get(
    "/search/suggestions",
    response={200: SuggestionsOut, (422, 429, 503): ErrorOut},
    summary="Suggest while typing",
    operation_id="suggest",
)
def suggestions(request: HttpRequest, asked: Parameters[SuggestionsIn]) -> SuggestionsOut:
    """Titles that go on from what was typed: in characters, pinyin or its initials."""
    return SuggestionsOut(titles=list(selectors.suggestions(asked.q)))


class AskIn(Schema):
    """A question in plain words."""

    q: str = Field(max_length=LONGEST_QUERY, min_length=1)


class AnswerOut(Schema):
    """A passage that answers, quoted exactly."""

    quote: str
    index_number: str
    title: str
    article: str
    validity: str
    url: str
    confidence: float


class SentenceOut(Schema):
    """A sentence of the phrased answer. ``cites``: the answers it rests on, counted from 1."""

    text: str
    cites: list[int]
    lapsed: bool


class NearestOut(Schema):
    """Material near the question, when nothing answers it."""

    index_number: str
    title: str
    url: str


class AskOut(Schema):
    """Answers, the surest first; when there is none, what is nearest and where to ask.

    ``phrased`` is empty unless a model is configured and all it said rests on the answers.
    """

    answers: list[AnswerOut]
    phrased: list[SentenceOut]
    nearest: list[NearestOut]
    apply_url: str


@router.get(
    "/answers",
    response={200: AskOut, (422, 429, 503): ErrorOut},
    summary="Answer a question from what is published",
    operation_id="ask",
)
def ask(request: HttpRequest, asked: Parameters[AskIn]) -> AskOut:
    """Passages that answer, quoted exactly; never one of a repealed text without its validity."""
    return AskOut(**answers.to_data(answers.answer(asked.q)))


def _answer(results: Results) -> SearchOut:
    return SearchOut(
        total=results.total,
        relaxed=results.relaxed,
        by_meaning=results.by_meaning,
        lapsed_only=results.lapsed_only,
        left_out=dict(results.left_out),
        meant=results.meant,
        results=[_result(hit) for hit in results.hits],
        facets={name: {b.value: b.count for b in buckets} for name, buckets in results.facets.items()},
        sampled=results.sampled,
    )


def _result(hit: Hit) -> ResultOut:
    return ResultOut(
        index_number=hit.index_number,
        title=hit.title,
        url=hit.url,
        score=hit.score,
        snippet="".join(fragment.text for fragment in hit.snippet),
        document_number=hit.document_number,
        issuer=hit.issuer,
        dated_on=hit.dated_on,
        validity=hit.validity,
        passages=[PassageOut(quote=passage.quote, article=passage.article) for passage in hit.passages],
        recommended=hit.recommended,
    )
