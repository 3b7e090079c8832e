"""Letters that leave after the answer: nobody learns from the time it takes whether one was sent.

Runs on the request's thread, when the server has written the answer out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from flask import after_this_request, current_app

from cloud.api.context import context

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from cloud.api.letters import Letter


def send(to: str, letter: Letter) -> None:
    """Send a letter after the answer."""
    mail = context().ports.mail
    do_after(lambda: mail.send(to, letter.subject, letter.text))


def do_after(work: Callable[[], None]) -> None:
    """Do something after the answer; it must not need the request. What AWS refuses is logged."""
    logger = current_app.logger

    def run() -> None:
        try:
            work()
        except (BotoCoreError, ClientError) as error:
            logger.error("a letter was not sent: %s", type(error).__name__)  # noqa: TRY400 -- its text quotes addresses

    @after_this_request
    def _put(response: Response) -> Response:
        response.call_on_close(run)
        return response
