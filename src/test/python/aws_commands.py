"""Checks the aws commands of Markdown pages by the AWS CLI's own parser and service models (pip install awscli).

Prints every command, and exits with 1 if one has an unknown operation, an unknown option, or a value that AWS's model of
the operation rejects. Nothing is sent.
"""

import os
import re
import shlex
import sys
from pathlib import Path

os.environ.update(AWS_DEFAULT_REGION="eu-central-1", AWS_ACCESS_KEY_ID="none", AWS_SECRET_ACCESS_KEY="none", AWS_PAGER="")

from awscli.clidriver import create_clidriver  # noqa: E402

VALUES = {"ACCOUNT": "123456789012", "REGION": "eu-central-1", "FUNCTION": "beetroot", "VERSION": "41", "PAGE": "."}


class Sent(BaseException):
    """A command passed every check, and would now go to AWS. The CLI catches every Exception."""


def commands(page):
    """The commands in code, one line each, with values in place of shell variables."""
    for code in re.findall(r"^ *```\w*\n(.*?)^ *```|`(aws [^`]+)`", page, re.DOTALL | re.MULTILINE):
        command = ""
        for line in re.sub(r"\\\n *", " ", "\n".join(code)).splitlines():
            command = f"{command} {line.strip()}".strip()
            try:
                words = shlex.split(command, comments=True)
            except ValueError:
                continue  # a quotation goes on in the next line
            if words[:1] == ["aws"]:
                yield [value(word) for word in words if word != ">" and (word.startswith("file://") or not word.endswith(".json"))]
            command = ""


def value(word):
    if word.startswith("file://"):
        return "content"
    return re.sub(
        r"\$([A-Z_]+)", lambda name: VALUES.get(name.group(1), "a" + name.group(1).lower().replace("_", "")), word
    ).replace("…", "5")


def fault(driver, words):
    """What is wrong with a command; None if its parameters were valid, so that the CLI was about to send a request."""
    sent = []

    def refuse(**_):
        sent.append(True)
        raise Sent

    # Raised when the parameters have been validated, before a request is signed.
    driver.session.register("before-call", refuse, unique_id="refuse")
    try:
        status = driver.main(words[1:])
    except Sent:
        status = 0
    except SystemExit as end:
        status = end.code
    finally:
        driver.session.unregister("before-call", unique_id="refuse")
    return None if sent else f"the CLI exits with {status}"


def main(folder):
    driver = create_clidriver()
    failed = False
    for page in sorted(Path(folder).glob("*.md")):
        for words in commands(page.read_text(encoding="utf-8")):
            found = fault(driver, words)
            failed |= found is not None
            print(f"{page.name}: {' '.join(words)}{': ' + found if found else ''}")
    return failed


sys.exit(main(sys.argv[1]))
