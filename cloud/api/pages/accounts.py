"""``/register``, ``/confirm``, ``/login``, ``/forgot``, ``/reset``, ``/logout``.

Addresses of people stay out of URLs, which are logged: a page that follows another is shown in its place.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, render_template, request

from cloud.api import audit, cookies, registration, resets, signin
from cloud.api.callers import anyone, caller, find_caller, require
from cloud.api.context import context
from cloud.api.pages import forms, places
from cloud.api.pages.blueprint import pages
from cloud.api.problems import ApiError
from cloud.api.routes.accounts import ConfirmBody, RegisterBody
from cloud.api.routes.passwords import ForgotBody, ResetBody
from cloud.api.routes.sessions import LoginBody
from cloud.contract.accounts import Registration

if TYPE_CHECKING:
    from pydantic import BaseModel
    from werkzeug.wrappers import Response as BaseResponse

    from cloud.api.pages.forms import Form
    from cloud.store.accounts import Person


@pages.get("/login")
@anyone
def login_page() -> BaseResponse | str:
    """Ask who it is."""
    wanted = places.safe_next(request.args.get("next", ""))
    if find_caller() is not None:
        return redirect(wanted, HTTPStatus.SEE_OTHER)
    return _login(forms.Form(), wanted, is_sent_here="next" in request.args)


@pages.post("/login")
@anyone
def login() -> BaseResponse | str | tuple[str, int]:
    """Sign in."""
    form = forms.read(LoginBody)
    wanted = places.safe_next(request.form.get("next", ""))
    if form.body is None:
        return _login(form, wanted), form.status
    try:
        person = signin.check_password(form.body.email, form.body.password)
        signin.require_active(person)
        signin.know_address(person)
    except ApiError as error:
        if error.code == "unconfirmed":
            return _confirm(forms.Form(values=form.values), is_from_login=True), error.status
        form.refuse(error)
        return _login(form, wanted), form.status
    return _sign_in(person, wanted)


@pages.post("/logout")
@require()
def logout() -> BaseResponse:
    """Sign out."""
    signin.sign_out(caller())
    response = make_response(redirect("/login?out=1", HTTPStatus.SEE_OTHER))
    cookies.clear_cookie(response)
    return response


@pages.get("/logout")
@anyone
def logout_page() -> BaseResponse | str:
    """Ask; a link that anyone can send signs nobody out."""
    if find_caller() is None:
        return redirect("/login", HTTPStatus.SEE_OTHER)
    return render_template("pages/logout.html")


@pages.get("/register")
@anyone
def register_page() -> str:
    """Ask for a name, an address and a password."""
    return _register(forms.Form(values={"invitation": request.args.get("invitation", "")[:200]}))


@pages.post("/register")
@anyone
def register() -> str | tuple[str, int]:
    """Ask for an account."""
    form = forms.read(RegisterBody)
    if form.body is None:
        return _register(form), form.status
    body = form.body
    try:
        must_confirm = registration.register(body.email, body.name, body.password, body.invitation)
    except ApiError as error:
        form.refuse(error)
        return _register(form), form.status
    if must_confirm:
        return _confirm(forms.Form(values={"email": body.email}))
    return _login(forms.Form(values={"email": body.email}), places.HOME, told="The account is made. Sign in with it.")


@pages.get("/confirm")
@anyone
def confirm_page() -> str:
    """Ask for the code that was mailed."""
    return _confirm(forms.Form(), is_mailed=False)


@pages.post("/confirm")
@anyone
def confirm() -> BaseResponse | str | tuple[str, int]:
    """Confirm an address, and sign in."""
    form = forms.read(ConfirmBody)
    if form.body is None:
        return _confirm(form), form.status
    try:
        person = registration.confirm(form.body.email, form.body.code, form.body.password)
    except ApiError as error:
        form.refuse(error)
        return _confirm(form), form.status
    return _sign_in(person, places.HOME)


@pages.get("/forgot")
@anyone
def forgot_page() -> str:
    """Ask whose password it is."""
    return render_template("pages/forgot.html", form=forms.Form())


@pages.post("/forgot")
@anyone
def forgot() -> str | tuple[str, int]:
    """Have a code mailed; the page is the same whether or not there is such an account."""
    form = forms.read(ForgotBody)
    if form.body is None:
        return render_template("pages/forgot.html", form=form), form.status
    try:
        resets.forget(form.body.email)
    except ApiError as error:
        form.refuse(error)
        return render_template("pages/forgot.html", form=form), form.status
    return _reset(forms.Form(values={"email": form.body.email}))


@pages.get("/reset")
@anyone
def reset_page() -> str:
    """Ask for the code that was mailed, and a new password."""
    return _reset(forms.Form(), is_mailed=False)


@pages.post("/reset")
@anyone
def reset() -> str | tuple[str, int]:
    """Choose a new password."""
    form = forms.read(ResetBody)
    if form.body is None:
        return _reset(form), form.status
    try:
        resets.reset(form.body.email, form.body.code, form.body.password)
    except ApiError as error:
        form.refuse(error)
        return _reset(form), form.status
    told = "The new password holds. Every device was signed out; sign in with it."
    return _login(forms.Form(values={"email": form.body.email}), places.HOME, told=told)


def _sign_in(person: Person, wanted: str) -> Response:
    response = make_response(redirect(wanted, HTTPStatus.SEE_OTHER))
    cookies.open_page_session(response, person)
    audit.note("login", person.account.id, actor_id=person.account.id, client="browser")
    return response


def _login(form: Form[LoginBody] | Form[BaseModel], wanted: str, *, told: str = "", is_sent_here: bool = False) -> str:
    if not told and request.method == "GET" and "out" in request.args:
        told = "You are signed out."
    elif not told and is_sent_here:
        told = "Sign in first, and you come back to where you were."
    may_register = context().config.registration is not Registration.CLOSED
    return render_template("pages/login.html", form=form, next=wanted, told=told, may_register=may_register)


def _register(form: Form[RegisterBody] | Form[BaseModel]) -> str:
    return render_template("pages/register.html", form=form, registration=context().config.registration)


def _confirm(form: Form[ConfirmBody] | Form[BaseModel], *, is_mailed: bool = True, is_from_login: bool = False) -> str:
    minutes = context().config.code_s // 60
    return render_template(
        "pages/confirm.html", form=form, is_mailed=is_mailed, is_from_login=is_from_login, minutes=minutes
    )


def _reset(form: Form[ResetBody] | Form[BaseModel], *, is_mailed: bool = True) -> str:
    return render_template("pages/reset.html", form=form, is_mailed=is_mailed, minutes=context().config.code_s // 60)
