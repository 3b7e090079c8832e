"""The forms of an account: sign in, create, confirm by code, forgot, reset by code, change. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.contract.accounts import PASSWORD_CHARACTERS
from desktop.core.errors import Refused
from desktop.ui import phrases
from desktop.ui.account.complaints import ADDRESS, CODE, EMAIL, INVITATION, NAME, PASSWORD, weak_password, wrong_email
from desktop.ui.account.form import Form
from desktop.ui.widgets.field import Field, PasswordField

if TYPE_CHECKING:
    from desktop.core.errors import SnapStreamError
    from desktop.ui.theme import Theme

_EXAMPLE = "news.example.com"


def _only(complaint: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in complaint.items() if text}


class SignInForm(Form):
    """Address, e-mail, password. Whether member or admin is the account's to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "", phrases.tr("Sign in"), phrases.tr("Signing in…"))
        self.add(ADDRESS, Field(theme, self.tr("Newsroom"), placeholder=_EXAMPLE))
        self.add(EMAIL, Field(theme, self.tr("E-mail")))
        self.add(PASSWORD, PasswordField(theme, self.tr("Password")))
        self.forgot = self.add_link(self.tr("Forgot password"))
        self.say_plain()

    def say_plain(self) -> None:
        """Be the form of somebody who comes in."""
        self.say(self.tr("Sign in to your newsroom"), self.tr("With the address your newsroom gave you."))

    def check(self) -> dict[str, str]:
        """Return what is missing."""
        password = "" if self.fields[PASSWORD].text else self.tr("Your password is missing.")
        return _only({EMAIL: wrong_email(self.value(EMAIL)), PASSWORD: password})


class CreateForm(Form):
    """A new account, with the invitation where the newsroom wants one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "", phrases.tr("Create account"), phrases.tr("Creating…"))
        self.say(self.tr("Create an account"), self.tr("With an invitation from your newsroom."))
        self.add(ADDRESS, Field(theme, self.tr("Newsroom"), placeholder=_EXAMPLE))
        self.add(NAME, Field(theme, self.tr("Name"), hint=self.tr("As colleagues read it")))
        self.add(EMAIL, Field(theme, self.tr("E-mail")))
        self.add(PASSWORD, PasswordField(theme, self.tr("Password"), hint=_length_hint()))
        self.add(INVITATION, Field(theme, self.tr("Invitation"), hint=self.tr("From the mail, where you have one")))

    def check(self) -> dict[str, str]:
        """Return what is missing or too short."""
        name = "" if self.value(NAME) else self.tr("Your name is missing.")
        return _only(
            {
                NAME: name,
                EMAIL: wrong_email(self.value(EMAIL)),
                PASSWORD: weak_password(self.fields[PASSWORD].text),
            }
        )


class ConfirmForm(Form):
    """The code that was mailed. To have it sent again the name must be known: somebody who only signs in is asked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "", phrases.tr("Confirm"), phrases.tr("Confirming…"))
        self.add(CODE, Field(theme, self.tr("Code")))
        self.name = self.add(NAME, Field(theme, self.tr("Name"), hint=self.tr("As colleagues read it")))
        self.name.setVisible(False)
        self.again = self.add_link(self.tr("Send again"))

    def ask_for_name(self) -> None:
        """Ask for the name, without which no code is sent again."""
        self.name.setVisible(True)
        self.complain({NAME: self.tr("Your name is needed to send it again.")})

    def say_where(self, email: str) -> None:
        """Say where the code was mailed."""
        self.name.set_text("")
        self.name.setVisible(False)
        text = self.tr("If {email} can have an account, a code is on its way there. It works for 15 minutes.")
        self.say(self.tr("Check your e-mail"), text.format(email=email))

    def check(self) -> dict[str, str]:
        """Return what is missing."""
        return _only({CODE: "" if self.value(CODE) else self.tr("The code from the mail is missing.")})


class ForgotForm(Form):
    """Where to mail the code to."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "", phrases.tr("Send the code"), phrases.tr("Sending…"))
        self.say(self.tr("Forgot password"), self.tr("A code comes by mail. With it you choose a new password."))
        self.add(ADDRESS, Field(theme, self.tr("Newsroom"), placeholder=_EXAMPLE))
        self.add(EMAIL, Field(theme, self.tr("E-mail")))

    def check(self) -> dict[str, str]:
        """Return what is missing."""
        return _only({EMAIL: wrong_email(self.value(EMAIL))})


class ResetForm(Form):
    """The code that was mailed, and the new password."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "", phrases.tr("Change password"), phrases.tr("Changing…"))
        self.add(CODE, Field(theme, self.tr("Code")))
        self.add(PASSWORD, PasswordField(theme, self.tr("New password"), hint=_length_hint()))
        self.again = self.add_link(self.tr("Send again"))

    def say_where(self, email: str) -> None:
        """Say where the code was mailed; whether there is such an account is nobody's business."""
        text = self.tr("If {email} has an account, a code is on its way there. It works for 15 minutes.")
        self.say(self.tr("Choose a new password"), text.format(email=email))

    def check(self) -> dict[str, str]:
        """Return what is missing or too short."""
        code = "" if self.value(CODE) else self.tr("The code from the mail is missing.")
        return _only({CODE: code, PASSWORD: weak_password(self.fields[PASSWORD].text)})


class ChangeForm(Form):
    """The password that holds, and the new one."""

    OLD = "old"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "", phrases.tr("Change password"), phrases.tr("Changing…"))
        self.say(self.tr("Change password"), self.tr("All other devices are signed out."))
        self.add(self.OLD, PasswordField(theme, self.tr("Password now")))
        self.add(PASSWORD, PasswordField(theme, self.tr("New password"), hint=_length_hint()))
        self.back.say(self.tr("Cancel"))

    def check(self) -> dict[str, str]:
        """Return what is missing or too short."""
        old = "" if self.fields[self.OLD].text else self.tr("Your password is missing.")
        return _only({self.OLD: old, PASSWORD: weak_password(self.fields[PASSWORD].text)})

    def say_problem(self, error: SnapStreamError) -> None:
        """Say at the old password that it is wrong; what else there is belongs to the new one."""
        if isinstance(error, Refused) and error.code == "wrong":
            self.complain({self.OLD: self.tr("That password is not right.")})
        else:
            super().say_problem(error)


def _length_hint() -> str:
    return phrases.tr("At least {n} characters").format(n=PASSWORD_CHARACTERS.start)
