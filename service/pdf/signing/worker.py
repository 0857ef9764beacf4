"""The child that signs and looks: one order as JSON on stdin, one answer on stdout, then it ends.

Its limits are set before anything is loaded. What a token's library prints goes to stderr, which nobody keeps.
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
from service.pdf.signing.further import check_earlier, check_kept
from service.pdf.signing.look import look
from service.pdf.signing.means import Means
from service.pdf.signing.write import sign

MEMORY, CPU_SECONDS = 2_500_000_000, 300


def main() -> None:
    """Do what is asked; every refusal goes back with its code."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no dump with a key in it
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    order = json.load(sys.stdin)
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
    found = look(means, target, moment)
    check_kept(earlier, found, path.name)
    return found
