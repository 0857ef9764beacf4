"""A real server, a real Chromium, and what every page must keep to."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.server import Server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

UNLABELLED = """() => [...document.querySelectorAll("input, select, textarea")]
  .filter((e) => e.type !== "hidden" && !e.closest("#swagger"))
  .filter((e) => ![...e.labels].some((l) => l.innerText.trim() && l.getBoundingClientRect().width > 4))
  .map((e) => e.outerHTML)"""
WIDTH = "document.documentElement.scrollWidth"
EDGE = "() => Math.min(...[...document.querySelectorAll('.top a, main h1')].map((e) => e.getBoundingClientRect().left))"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("may-chu"))
    made.start()
    yield made
    made.stop()
    made.leaves_nothing()


@pytest.fixture(scope="module")  # playwright keeps an event loop running: other modules must not meet it
def browser() -> Iterator[Browser]:
    with (
        sync_playwright() as playwright
    ):  # without one of the system, Playwright's own: ./test --setup-only brings it
        made = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture
def open_browser(browser: Browser, server: Server) -> Iterator[Callable[..., BrowserContext]]:
    """Open a window of its own: open_browser(java_script_enabled=False, viewport=PHONE)."""
    made: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        base = f"http://127.0.0.1:{server.port}"
        made.append(browser.new_context(**{"base_url": base, "viewport": DESKTOP, **options}))
        made[-1].set_default_timeout(PATIENCE)
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(open_browser: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page with scripts; nothing may break in it, nor be stopped by its own policy."""
    broken: list[str] = []
    made = open_browser().new_page()
    made.on("pageerror", lambda error: broken.append(str(error)))
    made.on("console", lambda m: broken.append(m.text) if "Content Security Policy" in m.text else None)
    yield made
    assert not broken


@pytest.fixture(scope="session")
def sound() -> Callable[[Page], None]:
    """Hold a page against what all keep to: accessible, fields visibly labelled, never too wide nor at the edge."""

    def check(page: Page) -> None:
        # The page of the API is drawn by Swagger UI; its frame is ours, its inside is not.
        found = Axe().run(page, context={"exclude": [["#swagger"]]}).response["violations"]
        assert [f"{page.url} {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found] == []
        assert page.evaluate(UNLABELLED) == []
        size = page.viewport_size
        for width in (size["width"], 1100, 700, 390, 320):
            page.set_viewport_size({"width": width, "height": size["height"]})
            assert page.evaluate(WIDTH) <= width, f"{page.url} is wider than {width}"
            assert page.evaluate(EDGE) >= 8, f"{page.url} touches the edge at {width}"
        page.set_viewport_size(size)

    return check


@pytest.fixture(scope="session")
def samples() -> Path:
    return Path(__file__).parents[2] / "samples"
