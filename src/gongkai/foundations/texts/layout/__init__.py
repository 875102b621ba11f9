"""From words placed on pages to paragraphs and tables in reading order; for every format that has pages."""

from gongkai.foundations.texts.layout.pages import Page, Picture, Piece, Rule
from gongkai.foundations.texts.layout.reading_order import arrange, place_of

__all__ = ["Page", "Picture", "Piece", "Rule", "arrange", "place_of"]
