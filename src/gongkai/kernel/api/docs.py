"""The page that tells what the interface offers: drawn here from the OpenAPI document, with nothing from outside."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value an operation takes."""

    name: str
    place: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A call that can be made."""

    method: str
    path: str
    summary: str
    description: str
    needs_token: bool
    parameters: tuple[Parameter, ...]
    answers: tuple[str, ...]


class DocsPage(DocsBase):
    """Lists the operations; the whole truth is the OpenAPI document it links to."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page."""
        operations = operations_of(api.get_openapi_schema(path_params=kwargs))
        context = {"operations": operations, "openapi_url": self.get_openapi_url(api, kwargs)}
        return render(request, "api/docs.html", context)


def operations_of(document: dict[str, Any]) -> list[Operation]:
    """The operations of an OpenAPI document, in its order."""
    return [
        _operation(document, path, method, said)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]


def _operation(document: dict[str, Any], path: str, method: str, said: dict[str, Any]) -> Operation:
    parameters = [
        Parameter(one["name"], one["in"], bool(one["required"]), one["schema"].get("description", ""))
        for one in said.get("parameters", [])
    ]
    return Operation(
        method=method.upper(),
        path=path,
        summary=said.get("summary", ""),
        description=said.get("description", ""),
        needs_token=bool(said.get("security")),
        parameters=(*parameters, *_of_body(document, said)),
        answers=tuple(str(status) for status in said["responses"]),
    )


def _of_body(document: dict[str, Any], said: dict[str, Any]) -> list[Parameter]:
    found = []
    for media_type, content in said.get("requestBody", {}).get("content", {}).items():
        schema = content["schema"]
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        required = schema.get("required", [])
        for name, field in schema.get("properties", {}).items():
            found.append(Parameter(name, media_type, name in required, field.get("description", "")))
    return found
