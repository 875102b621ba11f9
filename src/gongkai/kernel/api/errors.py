"""What a call that cannot be answered is told: a stable code, and a message in the caller's language."""

import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_language
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import ForbiddenError

logger = logging.getLogger(__name__)

# What an error's code means in HTTP; every other one is the caller's mistake.
_STATUS = {
    "token_missing_or_wrong": 401,
    "forbidden": 403,
    "address_unknown": 404,
    "organ_missing": 404,
    "record_missing": 404,
    "not_publishable": 409,
    "not_published": 409,
    "too_large": 413,
    "parameter_unknown": 422,
    "parameter_wrong": 422,
    "too_many_calls": 429,
    "unexpected": 500,
    "search_broken": 503,
    "search_busy": 503,
    "search_not_written": 503,
}


class ErrorOut(Schema):
    """What is wrong and what to do. ``parameters`` names those that are wrong, with the rule each breaks."""

    code: str
    message: str
    parameters: dict[str, str] = {}


class ApiRefusedError(GongkaiError):
    """The call itself is wrong, before anything was asked of the platform."""

    parameters: Mapping[str, str] = MappingProxyType({})


class UnknownParameterError(ApiRefusedError):
    """A parameter nobody knows: a slip of the pen that would otherwise answer something else than was asked."""

    def __init__(self, names: Sequence[str]) -> None:
        message = f"没有这些参数：{'、'.join(names)}；请对照 /api/v1/docs 核对。"
        super().__init__("parameter_unknown", message, names=", ".join(names))
        self.parameters = dict.fromkeys(names, "unknown")


class WrongParameterError(ApiRefusedError):
    """Parameters that are missing or break a rule, by name, with the rule."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        message = f"这些参数缺少或不合规则：{'、'.join(parameters)}。"
        super().__init__("parameter_wrong", message, names=", ".join(parameters))
        self.parameters = parameters


def answer_errors(api: NinjaAPI) -> None:
    """Have the interface answer every error in this one form."""

    def answer(request: HttpRequest, error: Any) -> HttpResponse:
        status = 403 if isinstance(error, ForbiddenError) else _STATUS.get(error.code, 400)
        said: dict[str, Any] = {"code": error.code, "message": error.said_in(get_language() or "zh-hans")}
        if isinstance(error, ApiRefusedError) and error.parameters:
            said["parameters"] = dict(error.parameters)
        response = api.create_response(request, said, status=status)
        if status == 401:
            response["WWW-Authenticate"] = "Bearer"
        return response

    def wrong(request: HttpRequest, error: Any) -> HttpResponse:
        parameters = {".".join(str(step) for step in one["loc"][1:]) or "body": one["type"] for one in error.errors}
        return answer(request, WrongParameterError(parameters))

    def nobody(request: HttpRequest, _error: Any) -> HttpResponse:
        message = "令牌缺失、过期或已撤销：请在 Authorization 中提供有效令牌。"
        return answer(request, ApiRefusedError("token_missing_or_wrong", message))

    def too_many(request: HttpRequest, error: Any) -> HttpResponse:
        wait = int(error.wait or 1)
        refused = ApiRefusedError("too_many_calls", f"调用过于频繁：请 {wait} 秒后再试。", wait=wait)
        response = answer(request, refused)
        response["Retry-After"] = str(wait)
        return response

    def missing(request: HttpRequest, _error: Any) -> HttpResponse:
        return answer(request, ApiRefusedError("address_unknown", "没有这个接口：请对照 /api/v1/docs 核对。"))

    def malformed(request: HttpRequest, _error: Any) -> HttpResponse:
        return answer(request, ApiRefusedError("body_malformed", "请求内容无法解析：请核对格式。"))

    def unexpected(request: HttpRequest, error: Any) -> HttpResponse:
        logger.error("%s %r failed", request.method, request.path, exc_info=error)
        return answer(request, ApiRefusedError("unexpected", "平台出现意外错误：请稍后再试，或联系管理员。"))

    api.add_exception_handler(GongkaiError, answer)
    api.add_exception_handler(ValidationError, wrong)
    api.add_exception_handler(AuthenticationError, nobody)
    api.add_exception_handler(Throttled, too_many)
    # More parameters, or more of a body, than Django reads are refused like what it cannot read.
    api.add_exception_handler(SuspiciousOperation, malformed)
    api.add_exception_handler(MultiPartParserError, malformed)
    api.add_exception_handler(HttpError, malformed)
    api.add_exception_handler(Http404, missing)
    api.add_exception_handler(Exception, unexpected)
