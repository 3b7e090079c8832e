"""A newsroom as somebody with a browser and no scripts uses it: forms are read from the pages, then sent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any, cast

from cloud.contract.accounts import AccountState
from cloud.contract.findings import Analysis, Caption, Tag, TagKind
from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, derived_key, new_item_id, private_library
from cloud.contract.record import now_text
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.contract.transcript import TranscriptSummary
from tests.fakes.api import PASSWORD, Newsroom

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cloud.contract.accounts import Account
    from cloud.store.listing import ItemListing

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_SEAL = re.compile(r'name="csrf_token" value="([^"]+)"')


class PagedNewsroom(Newsroom):
    """A newsroom and one browser."""

    def seal(self, path: str) -> str:
        """Return the seal of a page's form."""
        return _seal_of(self.client.get(path))

    def send(self, form: str, *, page: TestResponse | None = None, **fields: str) -> TestResponse:
        """Fill a page's form and send it."""
        there = page if page is not None else self.client.get(f"/{form}")
        hidden = {name: unescape(value) for name, value in _HIDDEN.findall(there.text)}
        return self.client.post(f"/{form}", data=hidden | fields)

    def sign_in(self, email: str) -> None:
        """Sign the browser in, as somebody else if it is signed in."""
        self.client.delete_cookie("__Host-session")
        answer = self.send("login", email=email, password=PASSWORD)
        assert answer.status_code == 303, answer.text

    def disable(self, account: Account) -> None:
        """Switch an account off."""
        person = self.memory.accounts.get(account.id)
        assert person is not None
        off = replace(person, account=replace(person.account, state=AccountState.DISABLED), version=person.version + 1)
        assert self.memory.accounts.replace(off, if_version=person.version)

    def break_listing(self, broken: object) -> None:
        """Put something in the place of the indexes."""
        context = self.context
        broken_ports = replace(context.ports, listing=cast("ItemListing", broken))
        self.app.extensions["SNAPSTREAM"] = replace(context, ports=broken_ports)

    def add_item(
        self,
        owner: Account,
        filename: str,
        *,
        caption: Caption | None = None,
        tag: str = "",
        said: str = "",
        is_private: bool = False,
        ago: timedelta = timedelta(minutes=1),
        **changes: Any,  # noqa: ANN401 -- attributes of ``Item``
    ) -> Item:
        """Put an item with pictures, as it is when all is analysed."""
        at = self.clock() - ago
        item_id = new_item_id(at.timestamp())
        library = private_library(owner.id) if is_private else "newsroom"
        moment = now_text(at)
        status = ItemStatus(changes.pop("status", ItemStatus.COMPLETED))
        item = Item(
            id=item_id,
            library=library,
            owner_id=owner.id,
            key=str(OriginalKey.of(library, owner.id, item_id, filename)),
            version_id="v1",
            filename=filename,
            folder="Desk",
            size_bytes=1000,
            sha256="a" * 64,
            profile="full",
            uploaded_at=moment,
            updated_at=moment,
            status=status,
            version=1,
            media_type="video" if filename.endswith(".mp4") else "image",
            caption=caption or Caption(),
            tags=(Tag(tag, TagKind.LABEL, 90.0, "rekognition"),) if tag else (),
            transcript=TranscriptSummary("en-US", "transcribe", said, "nowhere") if said else None,
            analyses={"thumbnails": Analysis(AnalysisState.SUCCEEDED, "pillow", 1)},
            **changes,
        )
        for size_px in (256, 1024):
            key = derived_key(library, item_id, 1, f"thumb-{size_px}.jpg")
            self.memory.derived.upload(key, f"jpeg of {size_px}".encode())
        self.memory.items.create(item.to_record())
        return item


def _seal_of(page: TestResponse) -> str:
    found = _SEAL.search(page.text)
    assert found is not None, f"no form in {page.status} {page.text[:200]}"
    return found[1]
