"""Every text of the window, found in the code, and its translation kept beside it.

``python -m tests.desktop.ui.texts`` brings ``resources/translations/*.ts`` up to date (texts that went are dropped, new
ones come without a translation) and makes the ``.qm`` that the window loads. Qt's own lupdate takes ``phrases.tr`` for
a text of the class around it, so the code is read here, by what the calls mean.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from defusedxml import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
TRANSLATIONS = ROOT / "resources" / "translations"
#: What the window shows and Qt-free code says: ``say`` and ``say_count`` there, and these tables.
WORDS = "Words"
PHRASES = "Phrases"
_TABLES = {
    "cloud/contract/reasons.py": {"_SENTENCES"},
    "desktop/core/words.py": {"_HEADINGS", "_ACTIONS", "_PROBLEM_ACTIONS", "_PROBLEMS"},
    "desktop/aws/problems.py": {"_SENTENCES"},
}
_FORMS = {"fr": 2}


@dataclass(frozen=True, order=True, slots=True)
class Source:
    """One text to translate; ``one`` is its singular where it counts."""

    context: str
    text: str
    one: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A call that asks for a translation in a way that no translation can be found for."""

    place: str
    why: str


def find_texts() -> dict[Source, set[str]]:
    """Return every text, and the files it is in."""
    return {source: files for source, files in _find().items() if isinstance(source, Source)}


def find_mistakes() -> list[Mistake]:
    """Return the calls that no translation can be found for."""
    return [found for found in _find() if isinstance(found, Mistake)]


def _find() -> dict[Source | Mistake, set[str]]:
    found: dict[Source | Mistake, set[str]] = defaultdict(set)
    paths = [*(ROOT / "desktop").rglob("*.py"), ROOT / "cloud" / "contract" / "reasons.py"]
    for path in sorted(paths):
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text("utf-8"), name)
        for source in (*_calls(tree, name, ""), *_tables(tree, _TABLES.get(name, set()))):
            found[source].add(name)
    return dict(found)


def _calls(node: ast.AST, name: str, around: str) -> Iterator[Source | Mistake]:
    for child in ast.iter_child_nodes(node):
        inside = child.name if isinstance(child, ast.ClassDef) else around
        if isinstance(child, ast.Call):
            yield from _call(child, name, around)
        yield from _calls(child, name, inside)


def _call(call: ast.Call, name: str, around: str) -> Iterator[Source | Mistake]:
    verb, owner = _verb(call.func)
    is_window = name.startswith("desktop/ui/")
    if verb == "tr" and owner == "self":
        yield from _literals(call.args[0], name, around)
    elif is_window and verb in {"tr", "mark"} and owner in {"", "phrases"}:
        if verb == "mark" or isinstance(call.args[0], ast.Constant | ast.IfExp | ast.BinOp | ast.JoinedStr):
            yield from _literals(call.args[0], name, PHRASES)
    elif is_window and verb == "tr":
        yield Mistake(f"{name}:{call.lineno}", "only self and phrases translate: of others the class is not known")
    elif is_window and verb == "count" and owner in {"", "phrases"} and len(call.args) == 3:
        yield _counted(call, PHRASES, name)
    elif verb == "say_count" and not owner:
        yield _counted(call, WORDS, name)
    elif verb == "say" and not owner and isinstance(call.args[0], ast.Constant | ast.IfExp):
        yield from _literals(call.args[0], name, WORDS)


def _verb(function: ast.expr) -> tuple[str, str]:
    """Return what is called, and on what: ``self`` and ``phrases`` by name, "" for a plain function, else ``?``."""
    if isinstance(function, ast.Name):
        return function.id, ""
    if isinstance(function, ast.Attribute):
        owner = function.value
        return function.attr, owner.id if isinstance(owner, ast.Name) else "?"
    return "", "?"


def _counted(call: ast.Call, context: str, name: str) -> Source | Mistake:
    one, many = call.args[1:3]
    if not (isinstance(one, ast.Constant) and isinstance(many, ast.Constant) and "{n}" in str(many.value)):
        return Mistake(f"{name}:{call.lineno}", "both forms are to be written out, with {n}")
    return Source(context, str(many.value), str(one.value))


def _literals(argument: ast.expr, name: str, context: str) -> Iterator[Source | Mistake]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield Source(context, argument.value)
    elif isinstance(argument, ast.IfExp):
        yield from _literals(argument.body, name, context)
        yield from _literals(argument.orelse, name, context)
    else:
        yield Mistake(f"{name}:{argument.lineno}", f"{ast.unparse(argument)} is no text that stands there")


def _tables(tree: ast.Module, names: set[str]) -> Iterator[Source]:
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        if not any(isinstance(target, ast.Name) and target.id in names for target in targets):
            continue
        table = getattr(statement, "value", None)
        assert isinstance(table, ast.Dict)
        for value in table.values:
            for text in ast.walk(value):
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value:
                    yield Source(WORDS, text.value)


def read(path: Path) -> dict[Source, tuple[str, ...]]:
    """Return what a ``.ts`` holds: each text's forms, none where it is not translated."""
    if not path.exists():
        return {}
    held = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            source = Source(context.findtext("name"), message.findtext("source"), message.findtext("comment") or "")
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            held[source] = tuple(forms) if all(forms) and translation.get("type") is None else ()
    return held


def write(path: Path, texts: dict[Source, set[str]], held: dict[Source, tuple[str, ...]]) -> None:
    """Write a ``.ts`` in Qt's form: the texts of now, each with its translation where there is one."""
    by_context: dict[str, list[Source]] = defaultdict(list)
    for source in sorted(texts):
        by_context[source.context].append(source)
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines.append(f'<TS version="2.1" language="{path.stem}" sourcelanguage="en">')
    for context, sources in by_context.items():
        lines += ["<context>", f"    <name>{escape(context)}</name>"]
        for source in sources:
            lines += _message(source, texts[source], held.get(source, ()), _FORMS[path.stem])
        lines.append("</context>")
    path.write_text("\n".join([*lines, "</TS>", ""]), "utf-8")


def _message(source: Source, files: set[str], forms: tuple[str, ...], wanted: int) -> list[str]:
    lines = ['    <message numerus="yes">' if source.one else "    <message>"]
    lines += [f'        <location filename="../../{name}"/>' for name in sorted(files)]
    lines.append(f"        <source>{escape(source.text)}</source>")
    unfinished = "" if forms else ' type="unfinished"'
    if source.one:
        lines += [f"        <comment>{escape(source.one)}</comment>", f"        <translation{unfinished}>"]
        lines += [f"            <numerusform>{escape(form)}</numerusform>" for form in forms or ("",) * wanted]
        lines.append("        </translation>")
    else:
        lines.append(f"        <translation{unfinished}>{escape(''.join(forms))}</translation>")
    return [*lines, "    </message>"]


def main() -> int:
    """Bring every translation up to date, and say what is missing."""
    texts = find_texts()
    for code in _FORMS:
        path = TRANSLATIONS / f"{code}.ts"
        held = read(path)
        # A text that moved to another class keeps its translation.
        by_text = {(source.text, source.one): forms for source, forms in held.items() if forms}
        found = {source: held.get(source) or by_text.get((source.text, source.one), ()) for source in texts}
        write(path, texts, found)
        subprocess.run(  # noqa: S603 - Qt's own compiler, beside this interpreter
            [str(Path(sys.executable).with_name("pyside6-lrelease")), "-silent", str(path)], check=True
        )
        missing = sorted(source for source in texts if not found[source])
        sys.stdout.write(f"{code}: {len(texts)} texts, {len(missing)} not translated\n")
        sys.stdout.writelines(f"  {source.context}: {source.text}\n" for source in missing[:20])
    sys.stdout.writelines(f"{mistake.place}: {mistake.why}\n" for mistake in find_mistakes())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
