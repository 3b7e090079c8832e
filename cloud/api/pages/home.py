"""``/``, ``/about``: what this is."""

from __future__ import annotations

from importlib.metadata import version

from flask import render_template

from cloud.api.callers import anyone
from cloud.api.context import context
from cloud.api.pages.blueprint import pages
from cloud.api.pages.status import is_up
from cloud.contract.accounts import Registration


@pages.get("/")
@anyone
def home() -> str:
    """Say what this is, whether it is up, and where to sign in."""
    registration = context().config.registration
    return render_template(
        "pages/home.html",
        is_up=is_up(),
        registration=registration,
        may_register=registration is not Registration.CLOSED,
    )


@pages.get("/about")
@anyone
def about() -> str:
    """Say what happens to a file, and whose this is."""
    return render_template("pages/about.html", version=version("snapstream"))
