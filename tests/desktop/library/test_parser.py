"""The search language: what is read, what is wrong and where."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.library.lexer import lex
from desktop.library.parser import MAX_CHARACTERS, MAX_DEPTH, MAX_TERMS, parse
from desktop.library.tree import And, Field, Flag, FlagName, MistakeCode, Node, Not, Or, Range, Value, Words

PIECES = ["a", "OR", "AND", "NOT", "|", "-", "(", ")", '"', "kind:", "kind:video", "date:", "2026", "..", " ", "é",
          "北", "person:", "size:>", "🎉", ":", "\ud800", "\0"]  # fmt: skip


def shape(node: Node | None) -> str:  # noqa: PLR0911 - one for each sort of node
    """Write a tree down in a short form."""
    match node:
        case None:
            return ""
        case And(nodes):
            return f"({' & '.join(map(shape, nodes))})"
        case Or(nodes):
            return f"({' | '.join(map(shape, nodes))})"
        case Not(inner):
            return f"-{shape(inner)}"
        case Words(text, field=field, is_exact=is_exact, is_prefix=is_prefix):
            name = f"{field}:" if field else ""
            return name + (f'"{text}"' if is_exact else text) + ("*" if is_prefix else "")
        case Value(field, values):
            return f"{field}={','.join(values)}"
        case Range(field, low, high):
            return f"{field}[{'' if low is None else low}..{'' if high is None else high}]"
        case Flag(name):
            return f"is={name}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("   ", ""),
        ("budget", "budget*"),
        ("a b", "(a & b*)"),
        ("a AND b", "(a & b*)"),
        ("a OR b", "(a | b*)"),
        ("a or b", "(a & or & b*)"),
        ("a b OR c", "((a & b) | c*)"),
        ("a b|c d", "(a & (b | c) & d*)"),
        ("a b | c d", "((a & b) | (c & d*))"),
        ("a (b OR c)", "(a & (b | c*))"),
        ("-a", "-a"),
        ("NOT a b", "(-a & b*)"),
        ("NOT -a", "a*"),
        ("-(a b)", "-(a & b)"),
        ("a-b", "a-b*"),
        ('"city hall"', '"city hall"'),
        ("“city hall”", '"city hall"'),
        ('said:"city hall" x', '(said:"city hall" & x*)'),
        ("text:city", "text:city*"),
        ('Person:"Ana Ruiz"', "person=Ana Ruiz"),
        ("kind:photo|film", "kind=image,video"),
        ("is:mine", "is=mine"),
        ("-is:embargoed", "-is=embargoed"),
        ("status:failed", "status=FAILED"),
        ("has:speech", "has=speech"),
        ("10:30", "10:30*"),
        ("http://a.example/b", "http://a.example/b*"),
        ("Budget: what next", "(Budget: & what & next*)"),
        ("a , b", "(a & b*)"),
        ("🎉", "🎉*"),
    ],
)
def test_what_is_typed_is_read(text: str, expected: str) -> None:
    """Words are ANDed, a bar that touches binds closest, AND binds closer than OR, minus and NOT leave out."""
    parsed = parse(text)
    assert shape(parsed.tree) == expected
    assert parsed.is_right


def day(text: str) -> int:
    """Return a day as ranges have it."""
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("text", "field", "low", "high"),
    [
        ("date:2026-10-01..2026-10-31", Field.DATE, day("2026-10-01"), day("2026-11-01")),
        ("date:2026-10", Field.DATE, day("2026-10-01"), day("2026-11-01")),
        ("date:2026-12", Field.DATE, day("2026-12-01"), day("2027-01-01")),
        ("date:2026", Field.DATE, day("2026-01-01"), day("2027-01-01")),
        ("date:..2026-10-02", Field.DATE, None, day("2026-10-03")),
        ("date:2026-10-02..", Field.DATE, day("2026-10-02"), None),
        ("date:>2026-10-02", Field.DATE, day("2026-10-03"), None),
        ("date:<=2026-10-02", Field.DATE, None, day("2026-10-03")),
        ("before:2026-10-02", Field.DATE, None, day("2026-10-02")),
        ("after:2026-10-02", Field.DATE, day("2026-10-02"), None),
        ("taken:2026-10-02", Field.TAKEN, day("2026-10-02"), day("2026-10-03")),
        ("date:7d", Field.DATE, -6, 1),
        ("date:yesterday", Field.DATE, -1, 0),
        ("duration:>60s", Field.DURATION, 60_001, None),
        ("duration:1m..2m", Field.DURATION, 60_000, 180_000),
        ("duration:1:02:03", Field.DURATION, 3_723_000, 3_724_000),
        ("duration:1h30m", Field.DURATION, 5_400_000, 5_460_000),
        ("duration:<90", Field.DURATION, None, 90_000),
        ("size:>=1.5GB", Field.SIZE, 1_500_000_000, None),
        ("size:500kb..2MB", Field.SIZE, 500_000, 3_000_000),
    ],
)
def test_ranges(text: str, field: Field, low: int | None, high: int | None) -> None:
    """Dates are days, lengths milliseconds, sizes bytes; both ends of a range count."""
    parsed = parse(text)
    assert parsed.is_right
    assert isinstance(parsed.tree, Range)
    assert (parsed.tree.field, parsed.tree.low, parsed.tree.high) == (field, low, high)
    assert parsed.tree.is_relative == (text in {"date:7d", "date:yesterday"})


@pytest.mark.parametrize(
    ("text", "code", "marked", "is_unfinished", "read"),
    [
        ("budget (a", MistakeCode.BRACKET_NOT_CLOSED, "(", True, "(budget & a*)"),
        ("a) b", MistakeCode.BRACKET_NOT_OPENED, ")", False, "(a & b*)"),
        ("a () b", MistakeCode.BRACKETS_EMPTY, "()", False, "(a & b*)"),
        ('a "b c', MistakeCode.QUOTE_NOT_CLOSED, '"b c', True, '(a & "b c")'),
        ("OR a", MistakeCode.NOTHING_BEFORE, "OR", False, "a*"),
        ("a OR", MistakeCode.NOTHING_AFTER, "OR", True, "a*"),
        ("a OR OR b", MistakeCode.NOTHING_AFTER, "OR", False, "(a | b*)"),
        ("a AND", MistakeCode.NOTHING_AFTER, "AND", True, "a*"),
        ("a NOT", MistakeCode.NOTHING_AFTER, "NOT", True, "a*"),
        ("colour:red", MistakeCode.WORD_UNKNOWN, "colour", False, "colour:red*"),
        ("a person:", MistakeCode.VALUE_MISSING, "person:", True, "a"),
        ('person:"" a', MistakeCode.VALUE_MISSING, 'person:""', False, "a*"),
        ("kind:vid", MistakeCode.VALUE_UNKNOWN, "vid", True, ""),
        ("kind:vidoe a", MistakeCode.VALUE_UNKNOWN, "vidoe", False, "a*"),
        ("is:new", MistakeCode.VALUE_UNKNOWN, "new", False, ""),
        ("date:2026-13-01", MistakeCode.NOT_A_DATE, "2026-13-01", False, ""),
        ("date:2026-02-30", MistakeCode.NOT_A_DATE, "2026-02-30", False, ""),
        ("date:today..2026-10-01", MistakeCode.NOT_A_DATE, "today..2026-10-01", False, ""),
        ("duration:long", MistakeCode.NOT_A_DURATION, "long", False, ""),
        ("size:big", MistakeCode.NOT_A_SIZE, "big", False, ""),
        ("size:9MB..1MB", MistakeCode.RANGE_BACKWARDS, "9MB..1MB", False, ""),
        ("x" * MAX_CHARACTERS + "yy", MistakeCode.TOO_LONG, "yy", False, "x" * MAX_CHARACTERS + "*"),
    ],
)
def test_mistakes_have_a_place_and_the_rest_is_read(
    text: str,
    code: MistakeCode,
    marked: str,
    is_unfinished: bool,  # noqa: FBT001 - a table's column
    read: str,
) -> None:
    """Each mistake is a code with its place; what is right beside it still counts; at the end it is unfinished."""
    parsed = parse(text)
    (mistake,) = parsed.mistakes
    assert (mistake.code, text[mistake.start : mistake.end]) == (code, marked)
    assert mistake.is_unfinished is is_unfinished
    assert shape(parsed.tree) == read


def test_too_much_is_cut_and_said() -> None:
    """Too many terms and too many brackets are mistakes, and are no fault of the program."""
    (many,) = parse(" ".join(f"w{number}" for number in range(MAX_TERMS + 5))).mistakes
    assert (many.code, many.argument) == (MistakeCode.TOO_LONG, str(MAX_TERMS))
    deep = parse("(" * 500 + "a").mistakes
    assert (MistakeCode.TOO_DEEP, str(MAX_DEPTH)) in {(mistake.code, mistake.argument) for mistake in deep}


def test_choices_are_told() -> None:
    """A value that is not known comes with all that are."""
    (mistake,) = parse("kind:x").mistakes
    assert mistake.choices == ("photo", "video", "audio")
    (mistake,) = parse("is:x").mistakes
    assert set(mistake.choices) == {flag.value for flag in FlagName}


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
@example('person:"a"|"b|')
@example("a|)|(")
@settings(deadline=None, max_examples=400)
def test_any_text_is_read(text: str) -> None:
    """Whatever is typed, it is read, and every place lies within the text."""
    parsed = parse(text)
    for mistake in parsed.mistakes:
        assert 0 <= mistake.start <= mistake.end <= len(text)
    starts = [token.start for token in lex(text).tokens]
    assert starts == sorted(set(starts))


@given(
    st.lists(st.sampled_from(["a", '"b c"', "kind:video", "-x", "date:7d", "(d OR e)", "f|g"]), min_size=1, max_size=8)
)
@settings(deadline=None, max_examples=100)
def test_right_pieces_make_a_right_search(pieces: list[str]) -> None:
    """Terms side by side are never a mistake, and all of them are read."""
    parsed = parse(" ".join(pieces))
    assert parsed.is_right
    count = len(parsed.tree.nodes) if isinstance(parsed.tree, And) else 1
    assert count == len(pieces)
