"""What is to be withheld, line by line: words with a ground; boxes as page, four sides in percent, and ground."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongkai.foundations import law, redaction
from gongkai.foundations.redaction import Plan, RedactionError

_SIDES = ("left", "top", "right", "bottom")


class MarkingForm(forms.Form):
    """Words and boxes; a line without a ground is withheld on the one that is chosen for all."""

    ground = forms.ChoiceField(label=gettext_lazy("Ground where a line names none"))
    words = forms.CharField(
        label=gettext_lazy("Words to withhold, one to a line"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea({"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    boxes = forms.CharField(
        label=gettext_lazy("Boxes, one to a line: page, left, top, right, bottom in percent"),
        required=False,
        max_length=300_000,
        widget=forms.Textarea({"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, plan: Plan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or ""
        choices = [(code, f"{code} {law.decisions()[code].name(language)}") for code in redaction.grounds()]
        self.fields["ground"] = forms.ChoiceField(
            label=self.fields["ground"].label or "", choices=choices, initial=redaction.PRIVACY
        )
        self.order_fields(["ground", "words", "boxes"])
        if plan is not None:
            self.initial = {"words": words_of(plan), "boxes": boxes_of(plan)}

    def plan(self) -> Plan:
        """The plan as it is written, empty when nothing is; the first wrong line is told at its field.

        Only of a form that is valid so far; whether it still is, is asked afterwards.
        """
        told, ground = self.cleaned_data, self.cleaned_data["ground"]
        words = [_word(line, ground) for line in _lines(told["words"])]
        boxes = [_box(line, ground) for line in _lines(told["boxes"])]
        if not words and not boxes:
            return Plan()
        try:
            return redaction.plan_from({"terms": words, "regions": boxes})
        except RedactionError as error:
            name, _bracket, number = str(error.facts["where"]).rstrip("]").partition("[")
            field = "words" if name == "terms" else "boxes"
            said = error.said_in(get_language() or "")
            self.add_error(field, _("Line %(line)s: %(why)s") % {"line": int(number or 0) + 1, "why": said})
            return Plan()


def words_of(plan: Plan) -> str:
    """The words of a plan, line by line."""
    return "\n".join(f"{term.words} {term.ground}" for term in plan.terms)


def boxes_of(plan: Plan) -> str:
    """The boxes of a plan, line by line."""
    return "\n".join(
        " ".join([str(one.page), *(f"{getattr(one, side) * 100:.2f}" for side in _SIDES), one.ground])
        for one in plan.regions
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _word(line: str, ground: str) -> dict[str, Any]:
    words, _space, last = line.rpartition(" ")
    named = last in redaction.grounds() and bool(words.strip())
    return {"words": words.strip() if named else line, "ground": last if named else ground}


def _box(line: str, ground: str) -> dict[str, Any]:
    """The line as the plan has it; what is no number is left for the plan to refuse."""
    parts = line.replace("%", " ").replace(",", " ").replace("，", " ").split()
    if parts and parts[-1] in redaction.grounds():
        ground = parts.pop()
    page = int(parts[0]) if parts and parts[0].isascii() and parts[0].isdecimal() and len(parts[0]) < 6 else None
    sides = [_share(part) for part in parts[1:]] if len(parts) == 5 else [None] * 4
    return {"page": page, "ground": ground, **dict(zip(_SIDES, sides, strict=True))}


def _share(percent: str) -> float | None:
    try:
        return float(percent) / 100
    except ValueError:
        return None
