"""Reads a search into a tree, and says what is wrong and where; never raises. Pure, any thread.

::

    or   = and { ("OR" | " | ") and }
    and  = not { ["AND"] not }
    not  = { "-" | "NOT" } tight
    tight = primary { "|" primary }          a bar that touches both sides binds closest: budget flood|fire
    primary = "(" or ")" | term
"""

from __future__ import annotations

from cloud.contract.findings import TagKind
from cloud.contract.status import ItemStatus
from desktop.library.folding import has_words, readable
from desktop.library.lexer import Kind, Lexed, Part, Token, lex
from desktop.library.ranges import read_range
from desktop.library.tree import And, Field, Flag, FlagName, Mistake, MistakeCode, Node, Not, Or, Parsed, Value, Words

#: Longer searches are cut: nobody types them, and a pasted article would make a slow one.
MAX_CHARACTERS = 1_000
MAX_TERMS = 64
MAX_DEPTH = 12

#: What may stand after ``kind:``, and what it means.
KINDS = {
    "photo": "image", "image": "image", "picture": "image", "photos": "image",
    "video": "video", "film": "video", "videos": "video",
    "audio": "audio", "sound": "audio", "recording": "audio",
}  # fmt: skip
#: What may stand after ``has:`` beside the kinds of tags.
SPEECH = "speech"
_CHOICES: dict[Field, dict[str, str]] = {
    Field.KIND: KINDS,
    Field.STATUS: {status.value.lower(): status.value for status in ItemStatus if status is not ItemStatus.DELETED},
    Field.HAS: {**{kind.value: kind.value for kind in TagKind}, SPEECH: SPEECH},
    Field.IS: {flag.value: flag.value for flag in FlagName},
}


def choices(field: Field) -> tuple[str, ...]:
    """Return all that may stand after a field that takes nothing else; () where anything may."""
    if field is Field.KIND:
        return ("photo", "video", "audio")
    return tuple(_CHOICES.get(field, ()))


def parse(text: str) -> Parsed:
    """Read a search; any text will do."""
    clean = readable(text)
    mistakes: list[Mistake] = []
    if len(clean) > MAX_CHARACTERS:
        mistakes.append(Mistake(MistakeCode.TOO_LONG, MAX_CHARACTERS, len(clean), str(MAX_CHARACTERS)))
        clean = clean[:MAX_CHARACTERS]
    lexed = lex(clean)
    terms = [token for token in lexed.tokens if token.kind is Kind.TERM]
    if len(terms) > MAX_TERMS:
        over = terms[MAX_TERMS]
        mistakes.append(Mistake(MistakeCode.TOO_LONG, over.start, len(clean), str(MAX_TERMS)))
        lexed.tokens = [token for token in lexed.tokens if token.start < over.start]
    reader = _Reader(clean, lexed)
    tree = reader.read()
    first = {mistake.start: mistake for mistake in reversed([*mistakes, *lexed.mistakes])}
    return Parsed(text, tree, tuple(first[start] for start in sorted(first)))


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, text: str, lexed: Lexed) -> None:
        self._text = text
        self._tokens = lexed.tokens
        self._mistakes = lexed.mistakes
        self._at = 0
        self._depth = 0
        self._is_negated = False
        terms = [token for token in lexed.tokens if token.kind is Kind.TERM]
        self._last_term = terms[-1] if terms else None

    def read(self) -> Node | None:
        """Read all of it; what is left over is a bracket that closes nothing."""
        nodes: list[Node] = []
        while self._at < len(self._tokens):
            node = self._read_or()
            if node is not None:
                nodes.append(node)
            token = self._peek()
            if token is not None and token.kind is Kind.CLOSE:
                self._blame(MistakeCode.BRACKET_NOT_OPENED, token)
                self._at += 1
        return _joined(And, nodes)

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _blame(self, code: MistakeCode, token: Token, argument: str = "") -> None:
        is_last = not self._text[token.end :].strip()
        self._mistakes.append(Mistake(code, token.start, token.end, argument, is_unfinished=is_last))

    def _read_or(self) -> Node | None:
        nodes: list[Node] = []
        bar: Token | None = None
        while True:
            node, is_there = self._read_and()
            if node is not None:
                nodes.append(node)
            if bar is not None and not is_there:
                self._blame(MistakeCode.NOTHING_AFTER, bar, "OR")
            token = self._peek()
            if token is None or token.kind is not Kind.OR:
                return _joined(Or, nodes)
            if bar is None and not is_there:
                self._blame(MistakeCode.NOTHING_BEFORE, token, "OR")
            bar = token
            self._at += 1

    def _read_and(self) -> tuple[Node | None, bool]:
        """Read what is side by side; also whether anything was there at all (a lone comma asks for nothing)."""
        nodes: list[Node] = []
        is_there = False
        joint: Token | None = None
        while (token := self._peek()) is not None and token.kind not in {Kind.OR, Kind.CLOSE}:
            if token.kind is Kind.AND:
                if not is_there or joint is not None:
                    self._blame(MistakeCode.NOTHING_BEFORE, token, "AND")
                joint = token
                self._at += 1
                continue
            node = self._read_not()
            is_there, joint = True, None
            if node is not None:
                nodes.append(node)
        if joint is not None and is_there:
            self._blame(MistakeCode.NOTHING_AFTER, joint, "AND")
        return _joined(And, nodes), is_there

    def _read_not(self) -> Node | None:
        token = self._peek()
        assert token is not None
        if token.kind is not Kind.NOT:
            return self._read_tight()
        is_negated = False
        start = last = token
        while (token := self._peek()) is not None and token.kind is Kind.NOT:
            is_negated = not is_negated
            last = token
            self._at += 1
        if token is None or token.kind in {Kind.OR, Kind.AND, Kind.CLOSE}:
            self._blame(MistakeCode.NOTHING_AFTER, last, "NOT")
            return None
        was_negated, self._is_negated = self._is_negated, self._is_negated or is_negated
        node = self._read_tight()
        self._is_negated = was_negated
        if node is None or not is_negated:
            return node
        return Not(node, start.start, node.end)

    def _read_tight(self) -> Node | None:
        nodes: list[Node] = []
        while True:
            node = self._read_primary()
            if node is not None:
                nodes.append(node)
            bar = self._peek()
            following = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else None
            is_on = bar is not None and bar.kind is Kind.OR and bar.is_tight
            if not is_on or following is None or following.kind not in {Kind.TERM, Kind.OPEN}:
                return _joined(Or, nodes)
            self._at += 1

    def _read_primary(self) -> Node | None:
        token = self._tokens[self._at]
        self._at += 1
        if token.kind is Kind.OPEN:
            return self._read_brackets(token)
        return self._read_term(token)

    def _read_brackets(self, opening: Token) -> Node | None:
        if self._depth == MAX_DEPTH:
            self._blame(MistakeCode.TOO_DEEP, opening, str(MAX_DEPTH))
            self._at = len(self._tokens)
            return None
        following = self._peek()
        if following is not None and following.kind is Kind.CLOSE:
            self._at += 1
            self._mistakes.append(Mistake(MistakeCode.BRACKETS_EMPTY, opening.start, following.end))
            return None
        self._depth += 1
        node = self._read_or()
        self._depth -= 1
        closing = self._peek()
        if closing is None:
            self._mistakes.append(
                Mistake(MistakeCode.BRACKET_NOT_CLOSED, opening.start, opening.end, is_unfinished=True)
            )
        else:
            self._at += 1
        return node

    def _read_term(self, token: Token) -> Node | None:
        field = token.field
        if field is None or field.is_words:
            return _joined(Or, [node for part in token.parts if (node := self._words(token, part)) is not None])
        if field.is_range:
            found = [read_range(field, part, token.start) for part in token.parts]
            self._mistakes += [each for each in found if isinstance(each, Mistake)]
            return _joined(Or, [each for each in found if not isinstance(each, Mistake)])
        return self._chosen(token, field) if field in _CHOICES else _named(token, field)

    def _chosen(self, token: Token, field: Field) -> Node | None:
        known = _CHOICES[field]
        meant: list[tuple[str, Part]] = []
        for part in token.parts:
            value = known.get(part.text.strip().lower())
            if value is None:
                is_last = part.end == len(self._text)
                self._mistakes.append(
                    Mistake(
                        MistakeCode.VALUE_UNKNOWN,
                        part.start,
                        part.end,
                        part.text,
                        choices(field),
                        is_unfinished=is_last and any(name.startswith(part.text.lower()) for name in known),
                    )
                )
            else:
                meant.append((value, part))
        if not meant:
            return None
        if field is Field.IS:
            return _joined(Or, [Flag(FlagName(value), token.start, part.end) for value, part in meant])
        return Value(field, tuple(value for value, _ in meant), token.start, token.end, (True,) * len(meant))

    def _words(self, token: Token, part: Part) -> Words | None:
        text = " ".join(part.text.split())
        if not has_words(text) and (text.isascii() or token.field is not None):
            return None  # a lone comma or dash: nothing that anything could be found by
        is_last = token is self._last_term and part is token.parts[-1]
        is_prefix = is_last and not part.is_exact and not self._is_negated
        return Words(text, token.start, part.end, token.field, is_exact=part.is_exact, is_prefix=is_prefix)


def _named(token: Token, field: Field) -> Value | None:
    parts = [part for part in token.parts if part.is_exact or has_words(part.text)]
    if not parts:
        return None
    values = tuple(" ".join(part.text.split()) for part in parts)
    return Value(field, values, token.start, token.end, tuple(part.is_exact for part in parts))


def _joined(kind: type[And | Or], nodes: list[Node]) -> Node | None:
    """Return one node for these, without needless nesting."""
    if len(nodes) <= 1:
        return nodes[0] if nodes else None
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, kind) else (node,)
    return kind(tuple(flat), flat[0].start, flat[-1].end)
