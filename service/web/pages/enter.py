"""Coming in with the access code, and leaving."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.errors import NotAllowed
from service.web.gate import fingerprint, same
from service.web.joined import joined
from service.web.problems import note

enter = Blueprint("enter", __name__)

WRONG = "Mã truy cập chưa đúng. Xin kiểm tra lại, hoặc hỏi người quản trị."


@enter.app_context_processor
def who() -> dict[str, bool]:
    """Let every page know whether somebody came in with a code."""
    return {"entered": "entered" in session}


@enter.get("/login")
def ask() -> str | AnyResponse:
    """Ask for the code; without one set there is nothing to ask."""
    return render_template("login.html") if joined().settings.api_token else redirect("/")


@enter.post("/login")
def come_in() -> str | tuple[str, int] | AnyResponse:
    """Let in who knows the code."""
    token = joined().settings.api_token
    if token and not same(request.form.get("ma", "").strip(), token):
        note(NotAllowed(WRONG))
        return render_template("login.html", wrong=WRONG), NotAllowed.status
    if token:
        session["entered"] = fingerprint(token)
    return redirect("/", 303)


@enter.post("/logout")
def leave() -> AnyResponse:
    """Forget who came in."""
    session.clear()
    return redirect(url_for("enter.ask"), 303)
