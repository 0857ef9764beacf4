"""Child process of `service.pdf.verify`: one Java virtual machine with veraPDF, spoken to in JSON lines.

It is started by path under the interpreter of the virtual environment and never imported by the service, so
that a crash of the virtual machine, or its memory, is no matter of the service. Arguments: veraPDF's jar,
libjvm.so, the heap in megabytes, a folder for temporary files.

First line out: {"engine": "veraPDF 1.31.207", "java": "25.0.2"}. Then for each line in,
{"path": "/a.pdf", "flavours": ["2a", "ua1"]}, one line out:
{"flavours": [{flavour, compliant, checks, failed}], "heap": share of the heap still in use} or
{"problem": "encrypted" | "unreadable" | "judge", "detail": "…", "heap": …}.

The jar lacks a JAXB implementation, which veraPDF needs only to read its own profiles: the profile XML is
read here and built through veraPDF's public `Profiles` factory.

The process ends by itself when the service is gone, kill -9 included: a thread waits for the end of stdin,
removes the folder for temporary files and exits.
(The death signal of prctl(2) would not do: it comes when the *thread* that started the process ends.)
"""

import json
import os
import queue
import shutil
import sys
import threading
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

import jpype

Java = Any
"""An object or class on the Java side, which no checker of types can see."""

NS = "{http://www.verapdf.org/ValidationProfile}"
VALIDATION = "org.verapdf.pdfa.validation."
JVM_ARGUMENTS = (
    "-XX:+UseSerialGC",
    "-XX:MinHeapFreeRatio=20",
    "-XX:MaxHeapFreeRatio=40",
    "-XX:+ExitOnOutOfMemoryError",  # a clean end with code 3 instead of a half-dead machine
    "-XX:-UsePerfData",
    "-XX:-CreateCoredumpOnCrash",
    "-XX:ErrorFile=/dev/null",
    "-Djava.awt.headless=true",
    "-Djavax.xml.accessExternalDTD=",  # XMP comes from outside: nothing is fetched for it
    "-Djavax.xml.accessExternalSchema=",
    "--enable-native-access=ALL-UNNAMED",
)
MAX_MESSAGE = 500
BUSY_HEAP = 0.5


def java(name: str) -> Java:
    """Give a Java class by its full name."""
    return jpype.JClass(name)


def text(element: ET.Element, name: str) -> str:
    """Give the text of a child of a profile element, empty when there is none."""
    return element.findtext(NS + name) or ""


def children(element: ET.Element, name: str) -> Iterable[ET.Element]:
    """Give the elements inside the child `name`; none when that child is absent."""
    found = element.find(NS + name)
    return () if found is None else found


def profile_name(flavour: str) -> str:
    """Give the name of veraPDF's profile file: "2a" → "PDFA-2A", "ua1" → "PDFUA-1"."""
    return "PDFUA-1" if flavour == "ua1" else f"PDFA-{flavour.upper()}"


def error_argument_factory() -> Callable[[ET.Element], Java]:
    """Give a function that makes veraPDF's error argument; its class has no public way in."""
    maker = next(
        c
        for c in java(VALIDATION + "profiles.ErrorArgumentImpl").class_.getDeclaredConstructors()
        if c.getParameterCount() >= 1
    )
    maker.setAccessible(True)
    count = int(maker.getParameterCount())

    def make(argument: ET.Element) -> Java:
        values = [argument.text, argument.get("name"), None][:count]
        return maker.newInstance(jpype.JArray(jpype.JObject)(values))

    return make


def build_rule(rule: ET.Element, make_argument: Callable[[ET.Element], Java]) -> Java:
    """Build one rule of a profile."""
    factory = java(VALIDATION + "profiles.Profiles")
    specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    number, error = rule.find(NS + "id"), rule.find(NS + "error")
    if number is None or error is None:
        raise ValueError("a rule without id or error")
    arguments = java("java.util.ArrayList")()
    for argument in children(error, "arguments"):
        arguments.add(make_argument(argument))
    return factory.ruleFromValues(
        factory.ruleIdFromValues(
            specification.valueOf(number.get("specification")),
            number.get("clause"),
            int(number.get("testNumber") or 0),
        ),
        rule.get("object"),
        java("java.lang.Boolean").valueOf(rule.get("deferred") or "false"),
        rule.get("tags") or "",
        text(rule, "description"),
        text(rule, "test"),
        factory.errorFromValues(text(error, "message"), arguments),
        java("java.util.ArrayList")(),
    )


def build_profile(jar: str, flavour: str) -> Java:
    """Read a profile from the jar and build it."""
    factory = java(VALIDATION + "profiles.Profiles")
    with zipfile.ZipFile(jar) as archive:
        root = ET.fromstring(archive.read(f"org/verapdf/pdfa/validation/{profile_name(flavour)}.xml"))  # noqa: S314 - ours
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    make_argument = error_argument_factory()
    for rule in children(root, "rules"):
        rules.add(build_rule(rule, make_argument))
    for v in children(root, "variables"):
        variables.add(
            factory.variableFromValues(
                v.get("name"), v.get("object"), text(v, "defaultValue"), text(v, "value")
            )
        )
    details = root.find(NS + "details")
    names = ("", "") if details is None else (text(details, "name"), text(details, "description"))
    return factory.profileFromValues(
        java("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour")),
        factory.profileDetailsFromValues(*names, "veraPDF", java("java.util.Date")()),
        text(root, "hash"),
        rules,
        variables,
    )


def groups(flavours: Iterable[str]) -> list[list[str]]:
    """Split flavours into passes over the file: PDF/UA goes with the first PDF/A flavour, others go alone.

    One pass for two flavours takes about 0.55 of the time of two passes, with the same verdict for each.
    """
    archive = [f for f in flavours if not f.startswith("ua")]
    access = [f for f in flavours if f.startswith("ua")]
    first = [archive[:1] + access] if archive or access else []
    return first + [[f] for f in archive[1:]]


def list_of(items: Iterable[Java]) -> Java:
    """Give a Java list."""
    made = java("java.util.ArrayList")()
    for item in items:
        made.add(item)
    return made


def report(result: Java, flavour: str) -> dict[str, Any]:
    """Turn veraPDF's result into JSON: each failed rule once, its first message, the number of failures."""
    messages: dict[str, str] = {}
    for assertion in result.getTestAssertions():
        rule = assertion.getRuleId()
        key = f"{rule.getClause()}-{rule.getTestNumber()}"
        messages.setdefault(key, " ".join(str(assertion.getMessage()).split())[:MAX_MESSAGE])
    failed: dict[str, int] = {}
    for entry in result.getFailedChecks().entrySet():
        rule = entry.getKey()
        key = f"{rule.getClause()}-{rule.getTestNumber()}"
        failed[f"{key} {messages.get(key, '')}".strip()] = int(entry.getValue())
    return {
        "flavour": flavour,
        "compliant": bool(result.isCompliant()),
        "checks": int(result.getTotalAssertions()),
        "failed": dict(sorted(failed.items())),
    }


class Judge:
    """veraPDF with the profiles built so far."""

    def __init__(self, jar: str, libjvm: str, heap_mb: int, scratch: str) -> None:
        self._jar = jar
        arguments = (f"-Xmx{heap_mb}m", f"-Djava.io.tmpdir={scratch}", *JVM_ARGUMENTS)
        jpype.startJVM(*arguments, classpath=[jar], convertStrings=False, jvmpath=libjvm)
        java("java.util.logging.LogManager").getLogManager().reset()  # it reports the missing JAXB at length
        java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
        self._runtime = java("java.lang.Runtime").getRuntime()
        self._profiles: dict[str, Any] = {}

    def about(self) -> dict[str, str]:
        """Name engine and Java."""
        with zipfile.ZipFile(self._jar) as archive:
            lines = archive.read("org/verapdf/release/validation-model.properties").decode().splitlines()
        stated = dict(line.split("=", 1) for line in lines if "=" in line)
        return {
            "engine": f"veraPDF {stated.get('verapdf.release.version', '?')}",
            "java": str(java("java.lang.System").getProperty("java.version")),
        }

    def judge(self, path: str, flavours: list[str]) -> dict[str, Any]:
        """Judge one file; a fault of the file or of veraPDF comes back as a problem."""
        try:
            reports = {r["flavour"]: r for group in groups(flavours) for r in self._pass(path, group)}
        except jpype.JException as exc:
            return self._problem(exc)
        return {"flavours": [reports[f] for f in flavours], "heap": self._heap()}

    def _pass(self, path: str, flavours: list[str]) -> list[dict[str, Any]]:
        """Read the file once and judge it for several flavours."""
        profiles = [self._profile(f) for f in flavours]
        ours = {str(p.getPDFAFlavour().getId()): f for p, f in zip(profiles, flavours, strict=True)}
        parser = self._foundry.createParser(java("java.io.File")(path), profiles[0].getPDFAFlavour())
        try:
            parser.setFlavours(list_of(p.getPDFAFlavour() for p in profiles))
            factory = java(VALIDATION + "validators.ValidatorFactory")
            # one example of each failed rule, passes not kept, messages filled in, no progress
            validator = factory.createValidatorByProfiles(list_of(profiles), 1, False, True, False)
            found = {ours[str(r.getPDFAFlavour().getId())]: r for r in validator.validateAll(parser)}
            return [report(found[f], f) for f in flavours]
        finally:
            parser.close()

    def _profile(self, flavour: str) -> Java:
        if flavour not in self._profiles:
            self._profiles[flavour] = build_profile(self._jar, flavour)
        return self._profiles[flavour]

    def _problem(self, exc: Java) -> dict[str, Any]:
        name = str(exc).split(":", 1)[0]
        known = {
            "org.verapdf.core.EncryptedPdfException": "encrypted",
            "org.verapdf.core.ModelParsingException": "unreadable",
        }
        return {"problem": known.get(name, "judge"), "detail": str(exc)[:MAX_MESSAGE], "heap": self._heap()}

    def _heap(self) -> float:
        """Give the share of the heap in use, collecting garbage first when it looks like much."""
        used, limit = self._used(), float(self._runtime.maxMemory())
        if used / limit > BUSY_HEAP:
            self._runtime.gc()
            used = self._used()
        return round(used / limit, 3)

    def _used(self) -> float:
        return float(self._runtime.totalMemory() - self._runtime.freeMemory())


def private_stdout() -> TextIO:
    """Give a stream on the real stdout, and send everything that Java prints to stderr."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    return stream


def listen(requests: "queue.SimpleQueue[Mapping[str, Any]]", scratch: str) -> None:
    """Queue what is asked, and end the whole process at once when the asking side is gone."""
    for line in sys.stdin:
        requests.put(json.loads(line))
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)


def main() -> None:
    """Answer until stdin ends."""
    jar, libjvm, heap_mb, scratch = sys.argv[1:5]
    out = private_stdout()
    requests: queue.SimpleQueue[Mapping[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(requests, scratch), daemon=True).start()
    judge = Judge(jar, libjvm, int(heap_mb), scratch)
    out.write(json.dumps(judge.about()) + "\n")
    while True:
        request = requests.get()
        out.write(json.dumps(judge.judge(str(request["path"]), list(request["flavours"]))) + "\n")


if __name__ == "__main__":
    main()
