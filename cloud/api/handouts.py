"""Addresses of originals that leave the newsroom: links, exports, a player's. Runs within a request.

::

    link      for whoever is given it, for as long as was asked         audited ``link_made``
    export    a copy for the caller: the desktop's, a browser's          audited ``exported``
    play      a page's player                                            audited ``link_made``, player

Under embargo there is none of them but for an admin, and each is written down before it is given away. What an embargo
does not stop is sight within the newsroom: the credentials of the desktop read what their person may see, and whoever
may see a picture can keep what they saw. What holds is that the newsroom itself hands nothing out: no address that
others could open, and no copy by a verb of ours. An address that was made before the embargo stays good until its end:
S3 knows no way to take a single one back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from cloud.api import audit, library
from cloud.api.callers import look_again
from cloud.api.context import context
from cloud.api.problems import ApiError
from cloud.contract.item import Item
from cloud.contract.record import now_text

#: An export begins at once, and may be taken up again where it broke off.
EXPORT_S = 3600
#: A player asks for more of a file as long as it plays.
PLAY_S = 3600


@dataclass(frozen=True, slots=True, repr=False)
class Link:
    """An address that ends."""

    url: str
    expires_at: str


def link(item_id: str, seconds: int) -> Link:
    """Return where an original can be fetched by whoever has the address. Raises ``ApiError``: 401, 403, 404, 503."""
    item = _released(item_id)
    made = _address(item, min(seconds, context().config.link_s))
    _note("link_made", item, expires_at=made.expires_at)
    return made


def export(item_id: str) -> Link:
    """Return where the caller fetches a copy of an original. Raises ``ApiError``: 401, 403, 404, 503."""
    item = _released(item_id)
    made = _address(item, EXPORT_S)
    _note("exported", item)
    return made


def play(item: Item) -> str:
    """Return where a page's player fetches an original that may leave; "" where no address can be made just now."""
    try:
        made = _address(item, PLAY_S)
    except ApiError:
        return ""  # the page is shown all the same
    _note("link_made", item, expires_at=made.expires_at, player=True)
    return made.url


def _released(item_id: str) -> Item:
    """Return an item that the caller may let out, by what the tables say now: another worker may know more."""
    look_again()
    item = Item.from_record(library.find(item_id))
    if not library.may_link(item):
        until = item.caption.embargo_until
        raise ApiError(
            HTTPStatus.FORBIDDEN, "embargo", f"It is under embargo until {until}; an admin may still let it out."
        )
    return item


def _address(item: Item, seconds: int) -> Link:
    """Return an address that is good no longer than what signs it."""
    here = context()
    longest = here.ports.links.longest_s()
    seconds = seconds if longest is None else min(seconds, longest)
    if seconds <= 0:
        raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "Try again.", {"Retry-After": "5"})
    moment = here.ports.now()
    url = here.ports.links.download(item.key, item.version_id, item.filename, seconds=seconds)
    return Link(url, now_text(moment + timedelta(seconds=seconds)))


def _note(action: str, item: Item, **detail: bool | str) -> None:
    audit.note(action, item.id, actor_id=None, embargo=item.caption.embargo_until, **detail)
