"""``recognize``: looks at a picture, or at up to twenty frames of a video, with Amazon Rekognition.

What one question answers may serve two analyses; it is asked once a picture, and paid for by the first of them. What
one analysis finds stands, whatever becomes of the others.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws import pictures
from cloud.analysis.engines.aws.errors import DeniedError, JobMissingError, RefusedError
from cloud.analysis.engines.aws.portraits import cut_face
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.paid import prices
from cloud.analysis.paid.purse import Purse
from cloud.analysis.paid.till import Question
from cloud.analysis.people.listed import People, read_people
from cloud.analysis.shell.attempts import FailuresError, awaited_of
from cloud.analysis.shell.batch import Event, run_paid
from cloud.analysis.shell.invocation import observed
from cloud.analysis.shell.logs import log
from cloud.analysis.vision import keep, merge_ready
from cloud.analysis.work import plan
from cloud.analysis.work.giving_up import state_for
from cloud.analysis.work.messages import VisionWork, parse_message
from cloud.analysis.work.profiles import find_rule
from cloud.analysis.work.results import unfinished
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cloud.analysis.engines.aws.pictures import Look
    from cloud.analysis.engines.ports import Box
    from cloud.analysis.work.messages import Frame
    from cloud.analysis.work.profiles import ProfileRule
    from cloud.analysis.work.services import Services
    from cloud.contract.findings import Tag
    from cloud.contract.item import Item
    from cloud.contract.record import Json

#: Who looks first pays for what others look at too: text for logos, people for faces.
_ORDER = (Name.TEXT, Name.LOGOS, Name.PEOPLE, Name.FACES, Name.LABELS, Name.MODERATION)
#: What the services say of a model that does not run: it is the newsroom's to start, by the hour, and never ours.
_NOT_RUNNING = "ResourceNotReadyException"
#: What SearchFacesByImage says of a picture in which it finds no face.
_NO_FACE = "InvalidParameterException"


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch of ``VisionWork``."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    return run_paid(QueueName.RECOGNIZE, event, lambda body: handle(ports, body), ports)


def handle(services: Services, body: str) -> None:
    """Handle one message; raises ``FailuresError`` of the analyses that are still to come."""
    work = parse_message(body)
    if not isinstance(work, VisionWork) or work.function is not QueueName.RECOGNIZE:
        return
    item = unfinished(services, work.item_id, work.analysis_version)
    if item is None:
        return
    awaited = awaited_of(item, work)
    viewer = Viewer(services, item, find_rule(services.profiles(), item.profile))
    known: Item | None = item
    failed: dict[Name, Exception] = {}
    for name in _ORDER:
        if name in awaited and known is not None:
            try:
                result = viewer.look(name, work.frames)
            except Exception as error:  # noqa: BLE001 -- the others' findings are not to wait for this one's retry
                failed[name] = error
                continue
            known = keep(services, known, name, work.part, result)
    if known is not None and work.part is not None:
        known = merge_ready(services, known)
    if known is not None and failed:
        raise FailuresError(failed) from next(iter(failed.values()))


class Viewer:
    """Looks at the pictures of one message, each question once a picture."""

    def __init__(self, services: Services, item: Item, rule: ProfileRule) -> None:
        self._services = services
        self._item = item
        self._rule = rule
        self._pictures: dict[str, bytes] = {}
        self._answers: dict[tuple[str, str, str], dict[str, Json] | MediaError] = {}
        self._people: People | None = None

    def look(self, name: Name, frames: Sequence[Frame]) -> dict[str, Json]:
        """Do one analysis of all the frames; return its tags, what it cost, and why some could not be looked at.

        Raises what may pass: too much to do for the service, or no right to ask it.
        """
        if self._rule.is_private:
            # The profile was made private after the file was planned for: its word counts now.
            return {"engine": plan.NO_ENGINE, "skipped": Reason.NOT_IN_PROFILE.value, "tags": []}
        purse = Purse(self._services, self._item)
        tags: list[Tag] = []
        result: dict[str, Json] = {"engine": plan.REKOGNITION}
        seen = 0
        for frame in frames:
            try:
                for found in self._see(purse, name, frame):
                    tags += found
                seen += 1
            except MediaError as error:
                ended = "skipped" if state_for(error.reason) is AnalysisState.SKIPPED else "failed"
                result[ended] = error.reason.value
        return result | {"tags": [tag.to_json() for tag in tags], "seen": seen, "cost_microusd": purse.cost_microusd}

    def _see(self, purse: Purse, name: Name, frame: Frame) -> Iterable[Iterable[Tag]]:
        """Return what one analysis finds in one picture, source by source: what one found stands if the next fails."""
        at_ms = frame.at_ms

        def ask(look: Look, face: Box | None = None) -> dict[str, Json]:
            return self._ask(purse, name, look, frame, face)

        match name:
            case Name.LABELS:
                yield pictures.read_labels(ask(pictures.LABELS), at_ms)
            case Name.MODERATION:
                yield pictures.read_moderation(ask(pictures.MODERATION), at_ms)
            case Name.FACES:
                yield pictures.read_faces(ask(pictures.CELEBRITIES), at_ms)
            case Name.PEOPLE:
                answer = ask(pictures.CELEBRITIES)
                yield pictures.read_celebrities(answer, at_ms)
                for face in self._searched_faces(frame, answer):
                    yield self._own_people(ask, at_ms, face)
            case Name.TEXT:
                yield pictures.read_text(ask(pictures.TEXT), at_ms)
            case _:
                lines = pictures.read_text(ask(pictures.TEXT), at_ms)
                yield self._services.brands().logos(lines)
                if self._rule.custom_labels:
                    yield self._own_logos(ask, at_ms)

    def _searched_faces(self, frame: Frame, answer: dict[str, Json]) -> list[Box | None]:
        """Return the faces to search for: of several that cannot be cut out, Rekognition takes the largest."""
        faces = pictures.searched_faces(answer) if self._rule.collection else []
        if len(faces) > 1 and (faces[0] is None or cut_face(self._picture(frame), faces[0]) is None):
            return [None]
        return faces

    def _own_people(
        self, ask: Callable[[Look, Box | None], dict[str, Json]], at_ms: int | None, face: Box | None
    ) -> Iterable[Tag]:
        """Look for a person with whose consent the newsroom keeps a face."""
        collection = self._rule.collection
        if self._people is None:
            self._people = read_people(self._services.derived)
        names = self._people.names(collection)
        if not names:
            return ()
        try:
            answer = ask(pictures.own_people(collection, self._people.edition(collection), face), face)
        except JobMissingError:
            log("no such collection", item=self._item.id)
            return ()
        except RefusedError as error:
            if error.detail != _NO_FACE:
                raise
            return ()
        return pictures.read_own_people(answer, names, at_ms, face)

    def _own_logos(self, ask: Callable[[Look], dict[str, Json]], at_ms: int | None) -> Iterable[Tag]:
        """Ask the newsroom's own model, if it runs."""
        try:
            return pictures.read_own_logos(ask(pictures.own_logos(self._rule.custom_labels)), at_ms)
        except JobMissingError:
            log("no such model", item=self._item.id)
        except DeniedError as error:
            if str(error) != _NOT_RUNNING:
                raise
            log("the model of logos does not run", item=self._item.id)
        return ()

    def _ask(self, purse: Purse, name: Name, look: Look, frame: Frame, face: Box | None) -> dict[str, Json]:
        """Ask one thing about one picture, or a face in it, once a message.

        Raises ``MediaError`` where it would be or is refused.
        """
        key = (frame.key, look.operation, look.edition)
        if key not in self._answers:
            try:
                self._answers[key] = self._pay(purse, name, look, self._picture(frame), face)
            except MediaError as error:
                self._answers[key] = error
        answer = self._answers[key]
        if isinstance(answer, MediaError):
            raise answer
        return answer

    def _pay(self, purse: Purse, name: Name, look: Look, jpeg: bytes, face: Box | None) -> dict[str, Json]:
        fault = pictures.fault_of(jpeg)
        if fault is not None:
            raise MediaError(fault)
        question = Question(
            analysis=name,
            service=pictures.SERVICE,
            operation=look.operation,
            request=look.asked,
            about=hashlib.sha256(jpeg).hexdigest(),
            units=1,
            cost_microusd=prices.picture_call(look.operation),
        )
        # The question is about the picture and the place in it: the bytes of a cut may differ with Pillow's version.
        shown = jpeg if face is None else cut_face(jpeg, face)
        if shown is None:
            raise MediaError(Reason.DAMAGED)
        return purse.ask(question, look.request(shown))

    def _picture(self, frame: Frame) -> bytes:
        if frame.key not in self._pictures:
            self._pictures[frame.key] = self._services.derived.read(frame.key)
        return self._pictures[frame.key]
