"""The disclosure guide of an organ: chapter by chapter what the law wants told, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.backbone.organs.models import Organ
from gongkai.foundations import law


@dataclass(frozen=True, slots=True)
class Told:
    """An element of the guide: its name and what the organ tells; empty when it is still missing."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the guide: prose, and the elements that stand in it."""

    code: str
    name: str
    prose: Sequence[str]
    elements: Sequence[Told]


def chapters(organ: Organ | None, language: str) -> list[Chapter]:
    """The guide of this organ, in the order of the law's chapters."""
    return [
        Chapter(code, chapter.name(language), _chapter_prose().get(code, ()), _elements(organ, code, language))
        for code, chapter in law.guide_chapters().items()
    ]


def missing(told: Sequence[Chapter]) -> list[str]:
    """The names of the elements that nothing answers yet."""
    return [element.name for chapter in told for element in chapter.elements if not element.words]


def contact(organ: Organ, language: str) -> list[Told]:
    """Who answers for openness in an organ, and how to reach them."""
    reached = [
        Told(element.name(language), str(getattr(organ, element.organ_field)))
        for element in law.guide_elements().values()
        if element.organ_field
    ]
    return [Told(_("Responsible leader"), f"{organ.leader} {organ.leader_post}".strip()), *reached]


def _elements(organ: Organ | None, chapter: str, language: str) -> list[Told]:
    prose = _element_prose()
    told = []
    for code, element in law.guide_elements().items():
        if element.chapter == chapter:
            answered = str(getattr(organ, element.organ_field, "")) if element.organ_field else prose.get(code, "")
            told.append(Told(element.name(language), answered))
    return told


def _element_prose() -> dict[str, str]:
    """What is told of the platform itself, for the elements that no field of an organ answers."""
    return {
        "classification": _(
            "Information is sorted by the items that the regulation wants published, by subject, by kind of document, "
            "by organ and by year."
        ),
        "arrangement": _(
            "Each piece of information has an index number: the code of the organ, the year and a serial number. It "
            "never changes and is never given again. The catalogue lists the newest first."
        ),
        "access": _(
            "Search by title, document number or words; look through the catalogue; subscribe to the feed of a list; "
            "download the text. Nothing is charged and no account is needed."
        ),
    }


def _chapter_prose() -> dict[str, tuple[str, ...]]:
    return {
        "holdings": (
            _(
                "The organ holds what it has made or obtained in exercising its administrative functions and keeps in "
                "a certain form (article 2 of the regulation)."
            ),
        ),
        "publication": (
            _(
                "What must be published of its own accord is published within 20 working days of being made or "
                "changed (article 26)."
            ),
        ),
        "requests": request_prose(),
        "office": (_("The disclosure office takes applications and answers questions about openness."),),
        "other": (
            _(
                "Whoever finds their rights infringed in this work may complain to the organ above or to the "
                "department in charge of disclosure, apply for administrative reconsideration, or sue (article 51)."
            ),
        ),
    }


def request_prose() -> tuple[str, ...]:
    """How long an answer takes and what it costs."""
    return (
        _("Anyone may apply for government information that is not published (article 27)."),
        _(
            "The organ replies within 20 working days; an extension of at most 20 working days needs the approval of "
            "its disclosure office and is told to you (article 33)."
        ),
        _(
            "Nothing is charged for information on request, except where the number or frequency of applications "
            "plainly exceeds what is reasonable (article 42)."
        ),
    )
