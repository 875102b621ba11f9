"""The search page and its feeds."""

from math import ceil
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gongkai.backbone.search import feeds
from gongkai.backbone.search.answers import answer
from gongkai.backbone.search.asking import PARAMETERS, WHATEVER_VALIDITY, UnknownParameterError, query_from
from gongkai.backbone.search.engine import (
    DEEPEST_HIT,
    LARGEST_PAGE,
    LONGEST_QUERY,
    Order,
    Query,
    Results,
    SearchUnavailableError,
)
from gongkai.backbone.search.selectors import choices, notable_validity, search
from gongkai.backbone.search.tallying import COUNTER
from gongkai.kernel.portal import meta

_RETRY_SECONDS = "30"


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What the public finds, in the language of the address; works without script."""
    language, sent = translation.get_language() or "", request.GET.dict()
    try:
        query = query_from(sent)
        results = search(query)
    except UnknownParameterError as error:
        context = {"query": Query(), "refused": error.said_in(language), "meta": _meta()}
        return render(request, "search/search.html", context, status=400)
    except SearchUnavailableError:
        context = {"query": Query(), "unavailable": True, "meta": _meta()}
        page = render(request, "search/search.html", context, status=503)
        page.headers["retry-after"] = _RETRY_SECONDS
        return page
    typed = sent.get("q", "").strip()[:LONGEST_QUERY]
    if typed and query.page == 1 and request.method == "GET":
        COUNTER.asked(typed, found=results.total, now=timezone.now())
    context = {
        "meta": _meta(),
        "query": query,
        "typed": typed,
        "asked": bool(_asked(sent)),
        "results": results,
        "rows": [
            (hit, notable_validity(hit.validity, language=language), _ping(typed, place))
            for place, hit in enumerate(results.hits, (query.page - 1) * query.size + 1)
        ],
        "facets": choices(query, results, language=language),
        "orders": [(order.value, name, order is query.order) for order, name in _order_names().items()],
        "longest": LONGEST_QUERY,
        "first": (query.page - 1) * query.size + 1,
        "cut_off": DEEPEST_HIT if results.total > DEEPEST_HIT else 0,
        "left_out": sum(results.left_out.values()) if not results.lapsed_only else 0,
        "everything": _link(sent, validity=WHATEVER_VALIDITY),
        "all_validities": query.validity == "",
        "narrowed": bool(set(_asked(sent)) - {"q", "order"}),
        "meant": _link(sent, q=results.meant) if results.meant else "",
        "feed": _link(sent),
        "previous": _link(sent, page=str(query.page - 1)) if query.page > 1 else "",
        "next": _link(sent, page=str(query.page + 1)) if query.page < _last_page(query, results) else "",
    }
    return render(request, "search/search.html", context)


@csrf_exempt  # a browser's ping has no token, and nothing comes of it but a count
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """A hit was opened, as the browser says by itself (the attribute ``ping``): no script, no cookie, no answer."""
    typed, place = request.GET.get("q", "").strip()[:LONGEST_QUERY], request.GET.get("place", "")
    if typed and place.isascii() and place.isdecimal() and 1 <= int(place[:4]) <= LARGEST_PAGE:
        COUNTER.clicked(typed, place=int(place[:4]), now=timezone.now())
    return HttpResponse(status=204)


def _ping(typed: str, place: int) -> str:
    return "?" + urlencode({"q": typed, "place": place}) if typed and place <= LARGEST_PAGE else ""


def _meta() -> meta.Tags:
    return meta.tags(meta.column(_("Search government information"), "信息公开目录"))


@require_safe
def answers_page(request: HttpRequest) -> HttpResponse:
    """A question answered by passages, quoted exactly; works without script."""
    language, question = translation.get_language() or "", request.GET.get("q", "").strip()[:LONGEST_QUERY]
    context = {
        "meta": _meta(),
        "question": question,
        "longest": LONGEST_QUERY,
        "as_words": "?" + urlencode({"q": question}),
    }
    if question:
        try:
            found = answer(question)
        except SearchUnavailableError:
            page = render(request, "search/answers.html", context | {"unavailable": True}, status=503)
            page.headers["retry-after"] = _RETRY_SECONDS
            return page
        rows = [(each, notable_validity(each.validity, language=language)) for each in found.answers]
        context |= {"found": found, "rows": rows}
    return render(request, "search/answers.html", context)


@require_safe
def search_feed(request: HttpRequest, extension: str) -> HttpResponse:
    """What the search finds as a feed, the newest first unless asked otherwise."""
    sent = request.GET.dict()
    try:
        query = query_from({"order": Order.NEWEST.value} | sent)
        results = search(query) if _asked(sent) else Results()
    except UnknownParameterError as error:
        return HttpResponse(error.said_in(translation.get_language() or ""), status=400, content_type="text/plain")
    except SearchUnavailableError:
        return HttpResponse(status=503, headers={"retry-after": _RETRY_SECONDS})
    words = feeds.printable(sent.get("q", "")[:LONGEST_QUERY])
    title = _("Search: %(words)s") % {"words": words} if words else _("Search")
    write, media_type = feeds.FORMATS[extension]
    return HttpResponse(write(title, _link(sent), results.hits), content_type=media_type)


def _order_names() -> dict[Order, str]:
    return {Order.RELEVANCE: _("Best match first"), Order.NEWEST: _("Newest first"), Order.OLDEST: _("Oldest first")}


def _asked(sent: dict[str, str]) -> dict[str, str]:
    return {name: sent[name] for name in PARAMETERS if sent.get(name, "").strip() and name != "page"}


def _last_page(query: Query, results: Results) -> int:
    return ceil(min(results.total, DEEPEST_HIT) / query.size)


def _link(sent: dict[str, str], **changes: str) -> str:
    values = _asked(sent) | changes
    return "?" + urlencode({name: values[name] for name in PARAMETERS if name in values})
