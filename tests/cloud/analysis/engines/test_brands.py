from __future__ import annotations

from datetime import timedelta

import pytest

from cloud.analysis.engines.aws.brands import BRANDS_KEY, BrandList, NewsroomBrands, shipped_brands
from cloud.contract.findings import Tag, TagKind
from tests.fakes.store import Clock, MemoryObjects


@pytest.mark.parametrize(
    ("line", "brands"),
    [
        ("Drink Coca-Cola", ("Coca-Cola",)),
        ("COCA COLA", ("Coca-Cola",)),
        ("citroen c3", ("Citroën",)),
        ("CITROËN", ("Citroën",)),
        ("I’m at mcdonalds", ("McDonald's",)),
        ("L'ORÉAL Paris", ("L'Oréal",)),
        ("H&M", ("H&M",)),
        ("H & M Home", ("H&M",)),
        ("h m", ()),
        ("Nikes and Adidas", ("Adidas",)),
        ("Nike x Adidas x NIKE", ("Nike", "Adidas")),
        ("Christian Dior", ("Christian Dior",)),
        ("unsiemensly", ()),
        ("", ()),
    ],
)
def test_a_brand_is_whole_words_however_they_are_written(line: str, brands: tuple[str, ...]) -> None:
    """Accents, capitals, hyphens and apostrophes make no difference; parts of words are nothing."""
    assert shipped_brands().find(line) == brands


@pytest.mark.parametrize(
    ("line", "brands"),
    [
        ("Apple", ("Apple",)),
        ("APPLE®", ("Apple",)),
        ("apple", ()),
        ("Apple pie", ()),
        ("an apple a day", ()),
        ("THE SHELL OF A BUILDING", ()),
        ("SHELL", ("Shell",)),
        ("Über uns", ()),
        ("Uber", ("Uber",)),
        ("Mercedes Sosa", ()),
        ("Mercedes", ("Mercedes-Benz",)),
        ("Mercedes-Benz Arena", ("Mercedes-Benz",)),
    ],
)
def test_a_word_of_everyday_language_counts_only_alone(line: str, brands: tuple[str, ...]) -> None:
    """Alone in its line, and with a capital."""
    assert shipped_brands().find(line) == brands


@pytest.mark.parametrize(
    ("line", "brands"),
    [("ups and downs", ()), ("UPS Store", ("UPS",)), ("Kia", ("Kia",)), ("KIA", ("Kia",)), ("ing", ()), ("hp", ())],
)
def test_a_short_name_is_known_by_its_capitals(line: str, brands: tuple[str, ...]) -> None:
    """Up to three characters, or as the list writes it."""
    assert shipped_brands().find(line) == brands


def test_the_shipped_list_finds_each_of_its_names() -> None:
    """Between 150 and 300 brands, none twice, and each found where it stands alone."""
    brands = shipped_brands()
    assert 150 <= len(brands.names) <= 300
    assert [name for name in brands.names if brands.find(name) != (name,)] == []


def test_a_logo_stands_where_its_line_was_read() -> None:
    """Place, time and confidence are the line's; the source says how it was found."""
    line = Tag("IKEA and Lidl", TagKind.TEXT, 91.0, "rekognition", 2000, (0.1, 0.2, 0.3, 0.4))
    assert shipped_brands().logos([line]) == (
        Tag("IKEA", TagKind.LOGO, 91.0, "brands", 2000, (0.1, 0.2, 0.3, 0.4)),
        Tag("Lidl", TagKind.LOGO, 91.0, "brands", 2000, (0.1, 0.2, 0.3, 0.4)),
    )


def test_a_newsroom_adds_brands_and_takes_some_away() -> None:
    """Names, other spellings, everyday words, comments; what makes no sense is passed over."""
    own = "# ours\nHafenkäserei | HK AG\n? Morgen\n- Nike\n-\n|\nApple | Apple Store\n\n"
    brands = BrandList.parse(own, shipped_brands())
    assert brands.find("Hafenkaserei seit 1900") == ("Hafenkäserei",)
    assert brands.find("hk ag") == ("Hafenkäserei",)
    assert (brands.find("Morgen"), brands.find("Guten Morgen")) == (("Morgen",), ())
    assert (brands.find("Nike"), brands.find("apple pie")) == ((), ("Apple",))


def test_a_newsrooms_list_is_read_again_after_a_while() -> None:
    """Once a minute at most; without one, what ships."""
    derived, clock = MemoryObjects(), Clock()
    brands = NewsroomBrands(derived, clock)
    assert brands() is shipped_brands()
    derived.write(BRANDS_KEY, "Hafenkäserei\n".encode(), "text/plain")
    assert not brands().find("Hafenkäserei")
    clock.advance(timedelta(minutes=2))
    assert brands().find("Hafenkäserei IKEA") == ("Hafenkäserei", "IKEA")
