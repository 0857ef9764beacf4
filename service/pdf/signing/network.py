"""The only way out of the signing child: to the timestamp server and the revocation servers that are set, with a limit.

No address that a certificate or a file names is asked unless a setting begins it; no redirection is followed, no proxy
of the environment is used.
"""

from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.errors import CertificateFetchError
from pyhanko_certvalidator.fetchers import CertificateFetcher, Fetchers
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.crl_client import AIOHttpCRLFetcher
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.ocsp_client import AIOHttpOCSPFetcher

from service.pdf.signing.means import Means


class Door:
    """Stands where an aiohttp session is wanted and lets only the allowed addresses through.

    `refused` collects the others, so that a refusal can name what is to be set.
    """

    def __init__(self, session: aiohttp.ClientSession, allowed: tuple[str, ...]) -> None:
        self._session, self._allowed = session, allowed
        self.refused: list[str] = []

    def get(self, url: str, **options: Any) -> Any:
        """Ask with GET; raise aiohttp.ClientError where the address is not allowed."""
        return self._session.get(self._checked(url), **{**options, "allow_redirects": False})

    def post(self, url: str, **options: Any) -> Any:
        """Ask with POST; raises as `get`."""
        return self._session.post(self._checked(url), **{**options, "allow_redirects": False})

    def _checked(self, url: str) -> str:
        if not any(within(url, begin) for begin in self._allowed):
            self.refused.append(url)
            raise aiohttp.ClientError("address not allowed")
        return url


def within(url: str, begin: str) -> bool:
    """Say whether an address lies at or under another: the same server, and a path that goes on from its path.

    A path that leads up again (`..`, however it is written) lies under none: aiohttp would follow it.

    >>> within("http://ocsp.example/a/b", "http://ocsp.example/a"), within("http://ocsp.example.vn/", "http://ocsp.example")
    (True, False)
    """
    try:
        asked, allowed = urlsplit(url), urlsplit(begin)
        same = (asked.scheme, asked.hostname, asked.port) == (allowed.scheme, allowed.hostname, allowed.port)
    except ValueError:
        return False
    if ".." in unquote(asked.path).split("/"):
        return False
    folder = allowed.path.rstrip("/")
    return same and (asked.path.rstrip("/") == folder or asked.path.startswith(f"{folder}/"))


class NoIssuers(CertificateFetcher):
    """Fetches no certificates: those between a signer and its root come with the key, or lie in the folder."""

    async def fetch_cert_issuers(self, cert: Any) -> Any:
        """Find none."""
        raise CertificateFetchError("certificates are not fetched")
        yield

    async def fetch_crl_issuers(self, certificate_list: Any) -> Any:
        """Find none."""
        raise CertificateFetchError("certificates are not fetched")
        yield

    def fetched_certs(self) -> Iterator[Any]:
        """Give none."""
        return iter(())


@asynccontextmanager
async def servers(means: Means) -> Any:
    """Give the way to the timestamp server (None where the level wants none), the fetchers, and the door behind."""
    limit = aiohttp.ClientTimeout(total=means.timeout)
    async with aiohttp.ClientSession(timeout=limit, trust_env=False) as session:
        door: Any = Door(session, (*means.revocation, *((means.tsa,) if means.tsa else ())))
        stamper = None
        if means.level != "B-B":
            stamper = HTTPTimeStamper(means.tsa, timeout=means.timeout, session=door)
        fetchers = Fetchers(
            ocsp_fetcher=AIOHttpOCSPFetcher(door, per_request_timeout=means.timeout),
            crl_fetcher=AIOHttpCRLFetcher(door, per_request_timeout=means.timeout),
            cert_fetcher=NoIssuers(),
        )
        yield stamper, fetchers, door
