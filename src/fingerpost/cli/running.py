"""Commands for whoever runs the service: setting it up, running it, saying how it is, copying and restoring it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add them, in the order in which they are needed."""
    for command in (init, serve, status, doctor, backup, restore):
        app.command()(command)
    app.command(
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    )(manage)


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where settings, keys and data go.")] = Path(),
    name: Annotated[
        str, typer.Option(prompt="The partnership’s name", help="The partnership, as people call it.")
    ] = "",
    host: Annotated[
        str, typer.Option(prompt="The name it is reached by (as safeguarding.example.org)", help="Its host name.")
    ] = "",
    database: Annotated[
        str,
        typer.Option(
            prompt="A superuser’s address on its PostgreSQL database (leave it empty for one SQLite file)",
            help="postgresql://postgres@HOST/DATABASE, or empty for SQLite. It is used once and not kept.",
            show_default=False,
        ),
    ] = "",
    mail: Annotated[
        str, typer.Option(prompt="The mail server (as mail.example.org:587)", help="HOST:PORT of the mail server.")
    ] = "localhost:587",
    proxies: Annotated[int, typer.Option(help="How many proxies are in front of it and end TLS.")] = 1,
) -> None:
    """Ask what has to be known, make the keys, write one file of settings, prepare the database, and look it over.

    Nothing that is there is replaced. The exit status is 0 where all is ready, 1 where something has to be done first.
    """
    from fingerpost.cli.init import init as run

    raise typer.Exit(run(folder, name=name, host=host, database=database, mail=mail, proxies=proxies))


def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help="With invented people and concerns, and nothing to set up.")
    ] = False,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="How many processes answer.")] = 2,
    without_copy: Annotated[
        bool, typer.Option("--without-copy", help="Make no copy before the database is brought to this version.")
    ] = False,
) -> None:
    """Run the service: web server, worker and the ledger's publisher. Ctrl-C or SIGTERM ends all of it cleanly.

    A database of an earlier version is copied first, as by `fingerpost backup`; one of a newer version is refused.
    The exit status is 0 once it was told to stop, 1 where a part of it ended by itself.
    """
    from fingerpost.cli.serve import serve as run

    raise typer.Exit(run(demo, host, port, workers, without_copy=without_copy))


def status(
    host: Annotated[str, typer.Option(help="Where it listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", help="The port on which it listens.")] = 8000,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for programs.")] = False,
) -> None:
    """Say whether the service that runs here can keep what is recorded, for whatever watches it.

    The exit status is 0 where it can, 1 where it cannot or nothing answers.
    """
    from fingerpost.cli.status import status as run

    raise typer.Exit(run(host, port, as_json=json))


def doctor(
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for programs.")] = False,
) -> None:
    """Say what is wrong with the service and what to do, in words: settings, keys, database, clock, mail, disk.

    It works from any state, without settings too. The exit status is 0 where nothing is wrong, 1 where something is.
    """
    from fingerpost.cli.doctor import doctor as run

    raise typer.Exit(run(as_json=json))


def manage(context: typer.Context) -> None:
    """Run one of Django's commands, as first_administrator or clearsessions: see `manage help`."""
    from fingerpost.cli.service import run

    run(*(context.args or ["help"]))


def backup(
    record: Annotated[Path, typer.Argument(metavar="RECORD", help="A new file for the record.")],
    keys: Annotated[Path, typer.Argument(metavar="KEYS", help="A new file for its data keys, in another folder.")],
) -> None:
    """Copy the service's database into two files while it runs: the record, and the data keys that open it.

    The exit status is 0 once both are on the disk, 2 where nothing was begun, 1 where something failed.
    """
    from fingerpost.cli.service import run

    run("backup", str(record), str(keys))


def restore(
    record: Annotated[Path, typer.Argument(metavar="RECORD", help="The file with the record.")],
    keys: Annotated[Path, typer.Argument(metavar="KEYS", help="Its data keys, of the same time or later.")],
    disposals: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The list of what was disposed of; else the one beside the keys, if any."),
    ] = None,
) -> None:
    """Restore a backup into an empty database, dispose again of what was disposed of since, and verify all of it.

    The exit status is 0 where all is as it was, 2 where nothing was restored, 1 where it must not be used.
    """
    from fingerpost.cli.service import run

    run("restore", str(record), str(keys), *(["--disposals", str(disposals)] if disposals else []))
