"""The pages for people: Vietnamese, plain, usable on a phone and without scripts."""

from flask import Blueprint

from service.web.pages.catalogue import catalogue
from service.web.pages.checking import checking
from service.web.pages.compose import compose
from service.web.pages.enter import enter
from service.web.pages.fill import fill
from service.web.pages.papers import papers
from service.web.pages.problems import problems
from service.web.pages.upload import upload
from service.web.pages.words import words
from service.web.pages.work import work

PAGES: tuple[Blueprint, ...] = (
    words,
    enter,
    catalogue,
    fill,
    upload,
    checking,
    compose,
    work,
    papers,
    problems,
)
