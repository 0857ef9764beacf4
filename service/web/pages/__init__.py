"""The pages for people: Vietnamese, plain, usable on a phone and without scripts."""

from flask import Blueprint

PAGES: tuple[Blueprint, ...] = ()
