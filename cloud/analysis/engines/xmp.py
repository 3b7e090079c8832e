"""XMP packets: captions and keywords as RDF (ISO 16684-1), read with a parser that expands no entities. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from cloud.analysis.engines.embedded import Embedded

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_EXIF = "{http://ns.adobe.com/exif/1.0/}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Extended XMP may be long; a packet of this size holds edits, not captions.
_PACKET_BYTES = 8 << 20


def read_xmp(packet: bytes) -> Embedded:
    """Read a packet; one that is no XML gives an empty ``Embedded``."""
    start, end = packet.find(b"<"), packet.rfind(b">")
    if not 0 <= start < end < _PACKET_BYTES:
        return Embedded()
    try:
        root = ElementTree.fromstring(packet[start : end + 1], forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return Embedded()
    described = list(root.iter(f"{_RDF}Description"))

    def one(name: str) -> str:
        return next(iter(_values(described, name)), "")

    return Embedded(
        keywords=_values(described, f"{_DC}subject"),
        headline=one(f"{_PHOTOSHOP}Headline"),
        caption=one(f"{_DC}description"),
        bylines=_values(described, f"{_DC}creator"),
        credit=one(f"{_PHOTOSHOP}Credit"),
        rights=one(f"{_DC}rights"),
        captured_at=_moment(one(f"{_EXIF}DateTimeOriginal")) or _moment(one(f"{_PHOTOSHOP}DateCreated")),
    )


def _values(described: list[Element], name: str) -> tuple[str, ...]:
    """Return a property's values: an attribute, a plain text, or the members of a list, the default language first."""
    for element in described:
        attribute = element.get(name)
        if attribute:
            return (attribute,)
        node = element.find(name)
        if node is None:
            continue
        members = sorted(node.iter(f"{_RDF}li"), key=lambda member: member.get(_XML_LANG) != "x-default")
        texts = tuple(text for member in members if (text := "".join(member.itertext()).strip()))
        plain = (node.text or "").strip()
        if texts or plain:
            return texts or (plain,)
    return ()


def _moment(text: str) -> str | None:
    """Return a whole moment as ISO 8601; a date without a time of day gives None."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if "T" not in text:
        return None
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
