import json
from datetime import date

import pytest
from typer.testing import CliRunner

from gongkai.backbone.organs import selectors
from gongkai.config.cli import application

pytestmark = pytest.mark.django_db

CITY = ("create", "yunchuan", "--name", "云川市人民政府", "--kind", "government", "--index-prefix", "011100001")


def organ(*words: str, status: int = 0) -> str:
    """The output of ``gongkai organ``."""
    result = CliRunner().invoke(application(), ["organ", *words])
    assert result.exit_code == status, result.output
    return result.output


def test_an_organ_is_created_listed_renamed_and_updated() -> None:
    organ(*CITY, "--since", "2010-01-01")
    organ(
        "create", "yunchuan-parks", "--name", "云川市园林局", "--kind", "department",
        "--index-prefix", "011100077", "--parent", "yunchuan", "--since", "2012-05-01",
    )  # fmt: skip
    told = json.loads(organ("rename", "yunchuan-parks", "云川市园林绿化局", "--since", "2020-03-01", "--json"))
    assert told["name"] == "云川市园林绿化局"
    assert selectors.name_on("yunchuan-parks", date(2020, 2, 29)) == "云川市园林局"
    told = json.loads(
        organ("update", "yunchuan-parks", "--telephone", "0000-0000", "--office-name", "办公室", "--json")
    )
    assert (told["contact"]["telephone"], told["contact"]["office_name"]) == ("0000-0000", "办公室")
    listed = [json.loads(line) for line in organ("list", "--json").splitlines()]
    assert [(one["code"], one["parent"]) for one in listed] == [("yunchuan", None), ("yunchuan-parks", "yunchuan")]
    assert "云川市园林绿化局" in organ("list")


def test_a_refusal_is_one_line_and_status_1() -> None:
    organ(*CITY)
    answer = json.loads(organ(*CITY, "--json", status=1))
    assert answer["error"]["code"] == "organ_taken"
    assert json.loads(organ("rename", "nobody", "新名", "--json", status=1))["error"]["code"] == "organ_missing"


@pytest.mark.parametrize("words", [("create", "yunchuan"), ("update", "yunchuan"), ("rename", "yunchuan"), ("sing",)])
def test_wrong_usage_is_status_2(words: tuple[str, ...]) -> None:
    organ(*words, status=2)
