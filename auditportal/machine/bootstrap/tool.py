"""Runs other people's programs: quietly when they succeed, with one sentence when they fail."""

import os
import subprocess

from auditportal.machine.bootstrap.trouble import Trouble, from_output


def run(command, failure, **variables):
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=dict(os.environ, **variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        raise Trouble(f"{failure} {error}") from error
    if done.returncode:
        raise from_output(done.stdout, failure)
    return done.stdout


def answer(command):
    """What a program says, or nothing if it cannot say it."""
    try:
        return run(command, "")
    except Trouble:
        return ""
