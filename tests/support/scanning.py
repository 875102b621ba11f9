"""Pages as a scanner would deliver them, and how much of their words came back."""

import io
import random
from collections.abc import Iterable
from difflib import SequenceMatcher

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from gongkai.foundations import texts
from gongkai.foundations.texts import setting

DPI = 300
_SKEW = 0.7  # degrees at most


def scans(document: texts.Document, seed: int) -> list[Image.Image]:
    """The pages of the document at 300 dots an inch: a little askew, blurred, grey and with noise."""
    chance = random.Random(seed)
    with pypdfium2.PdfDocument(setting.to_pdf(document)) as file:
        return [_scanned(page.render(scale=DPI / 72, grayscale=True).to_pil(), chance) for page in file]


def _scanned(page: Image.Image, chance: random.Random) -> Image.Image:
    askew = page.rotate(chance.uniform(-_SKEW, _SKEW), Image.Resampling.BICUBIC, fillcolor=255)
    grey = askew.filter(ImageFilter.GaussianBlur(0.8)).point([round(10 + 0.92 * level) for level in range(256)])
    noise = Image.effect_noise(grey.size, 24)  # around 128
    return ImageChops.add(grey, noise, scale=1, offset=-128)


def as_pdf(pages: Iterable[Image.Image]) -> bytes:
    """The scans as a PDF without a text layer."""
    first, *rest = pages
    stream = io.BytesIO()
    first.save(stream, "PDF", save_all=True, append_images=rest, resolution=DPI)
    return stream.getvalue()


def same_characters(document: texts.Document, again: texts.Document) -> float:
    """The share of the characters of one that stand in the same order in the other."""
    one, two = ("".join(texts.to_text(d).split()) for d in (document, again))
    matching = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return sum(block.size for block in matching) / len(one)
