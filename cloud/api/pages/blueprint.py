"""What all pages have in common: files beside them, forms that must be ours, and errors as pages. Within a request."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
)
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from cloud.api import cookies
from cloud.api.callers import anyone, find_caller
from cloud.api.context import context
from cloud.api.pages import places, words
from cloud.api.problems import ApiError, is_passing, problem
from cloud.store.accounts import AccountsBusyError

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from cloud.api.callers import Caller

pages = Blueprint("pages", __name__, template_folder="templates")
pages.add_app_template_filter(words.size, "size")
pages.add_app_template_filter(words.clock, "clock")
pages.add_app_template_filter(words.count, "count")
pages.add_app_template_filter(words.initials, "initials")


@pages.get("/assets/<path:name>", endpoint="static")
@anyone
def asset(name: str) -> Response:
    """Return a style, a script or a picture of the pages."""
    return send_from_directory(f"{pages.root_path}/static", name)


@pages.before_request
def _check_form() -> None:
    """Take forms from our own pages alone, whoever sends them: sign-in too can be forged."""
    if request.method == "POST":
        cookies.check_csrf()


@pages.after_request
def _finish(response: Response) -> Response:
    return cookies.keep_csrf(response)


@pages.app_context_processor
def _common() -> dict[str, object]:
    """Return what every page shows: the newsroom, who is signed in, the seal of its forms."""
    return {
        "newsroom_name": context().config.newsroom_name,
        "me": _find_me(),
        "seal": cookies.csrf_token,
        "seal_field": cookies.CSRF_FIELD,
    }


def _find_me() -> Caller | None:
    """Return who is signed in; nobody where the table does not answer, for the page that says so needs none."""
    try:
        return find_caller()
    except (AccountsBusyError, BotoCoreError, ClientError):
        return None


@pages.errorhandler(ApiError)
def _api_error(error: ApiError) -> BaseResponse:
    if error.status is HTTPStatus.UNAUTHORIZED:
        return redirect(places.sign_in_path(request.full_path if request.method == "GET" else ""), HTTPStatus.SEE_OTHER)
    return error_page(error.status, error.code, error.detail, error.headers.get("Retry-After", ""))


@pages.errorhandler(AccountsBusyError)
@pages.errorhandler(BotoCoreError)
@pages.errorhandler(ClientError)
def _store_error(error: AccountsBusyError | BotoCoreError | ClientError) -> Response:
    if not is_passing(error):
        return _unexpected(error)
    current_app.logger.warning("the cloud did not answer: %s", type(error).__name__)
    return error_page(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", retry_after="5")


@pages.errorhandler(HTTPException)
def _http_error(error: HTTPException) -> Response:
    return error_page(HTTPStatus(error.code or 500))


@pages.errorhandler(Exception)
def _unexpected(error: Exception) -> Response:
    current_app.logger.error("page failed", exc_info=error)
    return error_page(HTTPStatus.INTERNAL_SERVER_ERROR)


@pages.app_errorhandler(NotFound)
@pages.app_errorhandler(MethodNotAllowed)
def _no_such_page(error: NotFound | MethodNotAllowed) -> Response:
    """Answer for addresses that belong to nobody: a page for people, a problem document for programs."""
    status = HTTPStatus(error.code or HTTPStatus.NOT_FOUND)
    is_program = request.path == "/api" or request.path.startswith("/api/")
    answer = problem(status) if is_program else error_page(status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def error_page(status: HTTPStatus, code: str = "", detail: str = "", retry_after: str = "") -> Response:
    """Return the page that says what went wrong, why, and what to do. It asks nothing of the table."""
    response = make_response(
        render_template("pages/error.html", status=status, words=words.error(status, code, detail, retry_after)),
        status,
    )
    if retry_after:
        response.headers["Retry-After"] = retry_after
    return response
