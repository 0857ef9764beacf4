"""The command line: `vanban`, or `python -m service`. Options in, files and sentences out, sysexits as exit codes."""

import sys
from collections.abc import Iterable

import click
import structlog

from service.commands.binding import bind
from service.commands.checking import check
from service.commands.making import make
from service.commands.packages import new, sheet
from service.commands.proving import doctor, show_settings, verify
from service.commands.saying import place, say, usage
from service.commands.serving import serve
from service.commands.signing import sign
from service.commands.taking import extract, split
from service.errors import ServiceError
from service.settings import Settings
from service.wiring import start_logging

log = structlog.get_logger(__name__)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def cli(context: click.Context) -> None:
    """Điền mẫu Word tiếng Việt từ dữ liệu và đóng thành hồ sơ PDF/A."""
    context.obj = Settings.from_env()
    start_logging("ERROR")


for command in (make, bind, check, sheet, verify, sign, extract, split, serve, doctor, show_settings, new):
    cli.add_command(command)


def main(arguments: Iterable[str] | None = None) -> None:
    """Run one command; every refusal becomes a sentence on stderr and an exit code."""
    try:
        cli.main(
            list(arguments) if arguments is not None else None, prog_name="vanban", standalone_mode=False
        )
    except ServiceError as exc:
        say(f"Lỗi: {exc.detail}")
        for error in exc.errors:
            say(f"  {place(error.as_dict())}: {error.detail}")
        sys.exit(exc.exit_code)
    except click.ClickException as exc:
        say(usage(exc))
        sys.exit(64)
    except (click.Abort, KeyboardInterrupt):
        say("Đã dừng theo yêu cầu.")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)  # who reads has read enough
    except Exception:  # one of the three places where nothing may escape
        log.exception("command_broke")
        say(f"Lỗi: {ServiceError().detail}")
        sys.exit(ServiceError.exit_code)


if __name__ == "__main__":
    main()
