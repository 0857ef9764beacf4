"""Puts a timestamp over a whole signed file (PAdES B-LTA): it swears to when all that proves the signatures was there.

Written after the signature as an update of its own, with what proves the timestamp server; its field is as unseen as
that of a further signature. Runs in the child only.
"""

import asyncio
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings

from service.pdf.signing.means import Means
from service.pdf.signing.network import servers
from service.pdf.signing.trust import Trust, trust_of
from service.pdf.signing.write import DIGEST, add_unseen_field, free_name, lay, refusing

FIELD, SAID = "DauThoiGian", "Dấu thời gian của toàn tệp, không hiện trên trang"


def stamp(means: Means, path: Path) -> None:
    """Add the timestamp to the signed file at `path`, in its place.

    Raises:
        BadSettings: trust roots or allowed addresses do not do.
        SigningFailed: the timestamp or revocation server does not answer, or answers rubbish.
        StorageUnavailable: the file cannot be written.
    """
    stream = BytesIO(path.read_bytes())
    asyncio.run(_stamp(stream, means, trust_of(means)))
    lay(stream.getvalue(), path)


async def _stamp(stream: BytesIO, means: Means, trust: Trust) -> None:
    data = stream.getvalue()
    writer = IncrementalPdfFileWriter(stream)
    name = free_name(writer, FIELD)
    add_unseen_field(writer, data, name, SAID)
    async with servers(means) as (stamper, fetchers, door):
        with refusing(means, door):
            await PdfTimeStamper(stamper, field_name=name).async_timestamp_pdf(
                writer,
                DIGEST,
                validation_context=trust.fetching(fetchers),
                in_place=True,
                dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
            )
