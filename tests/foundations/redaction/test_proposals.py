"""What might be withheld is proposed from the personal data found."""

from gongkai.foundations import redaction
from gongkai.foundations.texts.document import Document, Paragraph
from gongkai.foundations.texts.setting import to_docx
from support import secret_papers


def test_personal_data_is_proposed_once_and_the_surest_first() -> None:
    text = "申请人身份证号110101199003070396，电话13900001111；再次写到13900001111。"
    proposed = redaction.proposals(to_docx(Document((Paragraph(text),))))
    assert [one.words for one in proposed].count("13900001111") == 1
    certainties = [one.certainty for one in proposed]
    assert certainties == sorted(certainties, reverse=True)
    plan = redaction.as_plan(proposed)
    assert {term.ground for term in plan.terms} == {"D4"}


def test_what_the_file_holds_unseen_is_not_proposed() -> None:
    words = [one.words for one in redaction.proposals(secret_papers.docx(1, ("欧阳测试", "13900001111")))]
    assert "13900001111" in words
    assert len(words) == len(set(words))
