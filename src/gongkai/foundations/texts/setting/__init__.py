"""Setting a document on paper in the layout of GB/T 9704-2012, and writing it to files that others open."""

from gongkai.foundations.texts.setting.docx_file import to_docx
from gongkai.foundations.texts.setting.epub_file import to_epub
from gongkai.foundations.texts.setting.ofd_file import to_ofd
from gongkai.foundations.texts.setting.pdf_file import to_pdf
from gongkai.foundations.texts.setting.xlsx_file import to_xlsx

__all__ = ["to_docx", "to_epub", "to_ofd", "to_pdf", "to_xlsx"]
