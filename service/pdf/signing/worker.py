"""The child that signs and looks: one order as JSON on stdin, one answer on stdout, then it ends.

Its limits come with the order and are set before any file is read. What a token's library prints goes to stderr, which
nobody keeps.
"""

import json
import os
import resource
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from service.errors import ServiceError
from service.model import Signature
from service.pdf.signing.archival import stamp
from service.pdf.signing.further import check_earlier, check_kept
from service.pdf.signing.look import look
from service.pdf.signing.means import ARCHIVAL, Means
from service.pdf.signing.write import sign


def main() -> None:
    """Do what is asked; every refusal goes back with its code."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no dump with a key in it
    order = json.load(sys.stdin)
    for kind, most in ((resource.RLIMIT_AS, order["memory"]), (resource.RLIMIT_CPU, order["cpu_seconds"])):
        resource.setrlimit(kind, (most, most))
    try:
        answer: dict[str, Any] = {"signatures": [one.as_dict() for one in _done(order)]}
    except ServiceError as exc:
        answer = {"refused": exc.code, "detail": exc.detail}
    answers.write(json.dumps(answer))
    answers.close()


def _done(order: dict[str, Any]) -> list[Signature]:
    """Sign if that is asked, then look at what is there."""
    means, path = Means.from_dict(order["means"]), Path(order["path"])
    moment = datetime.fromisoformat(order["moment"])
    if "target" not in order:
        return look(means, path, moment)
    target = Path(order["target"])
    earlier = look(means, path, moment)
    check_earlier(earlier, path.name)
    sign(means, path, target, moment)
    if means.level == ARCHIVAL:
        stamp(means, target)
    found = look(means, target, moment)
    check_kept(earlier, found, path.name)
    return found
