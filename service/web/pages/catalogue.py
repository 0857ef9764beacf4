"""The first page: what can be made here."""

from flask import Blueprint, render_template

from service.web.joined import joined

catalogue = Blueprint("catalogue", __name__)


@catalogue.get("/")
def home() -> str:
    """Show the template packages, and what is wrong with those that cannot be used."""
    library = joined().library
    return render_template("catalogue.html", packages=library.list(), broken=library.problems())
