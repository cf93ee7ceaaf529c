# ruff: noqa: INP001 - a script, no package
"""Turn a nomination that an editor labelled into a pull request.

    nominate.py write FOLDER    reads what a stranger wrote; may change nothing on GitHub
    nominate.py send FOLDER     may write there; takes from the first step nothing but data

Each is a job of its own in .github/workflows/de-cu.yml. No text of a stranger is printed or
becomes part of a command line: what it prints GitHub might take for a workflow command.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from shell import WORDS, fail, run, say, status

STORY = re.compile(r"stories/(?:ca-nhan|tap-the)/[a-z][a-z0-9-]{0,59}\.md")
LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\[bot\])?")
REPOSITORY = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")
STORY_LIMIT = 256 * 1024
"""Bytes at most in a story, as the core has it."""
COMMENT_LIMIT = 60_000
"""Characters of a comment; GitHub takes 65,536."""
EXEMPLARS = ".venv/bin/exemplars"
BOT = "github-actions[bot]"
BOT_MAIL = "41898282+github-actions[bot]@users.noreply.github.com"
CREDENTIALS = ("-c", "credential.helper=", "-c", "credential.helper=!gh auth git-credential")
"""git asks gh for the token, so that it stands in no command line and in no file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """What the event says; the text is a stranger's, all else has been looked at."""

    repository: str
    number: int
    title: str
    body: str
    login: str
    """Who sent it; empty where the name is not one that GitHub gives."""
    id: int
    base: str
    """The branch that the pull request is for."""

    @property
    def branch(self) -> str:
        """The branch that the story is put on."""
        return f"de-cu/{self.number}"


def main() -> int:
    """Do one of the two steps."""
    step, folder = sys.argv[1], Path(sys.argv[2])
    {"write": write, "send": send}[step](read_event(), folder)
    return 0


def read_event() -> Nomination:
    """Return the nomination that the workflow was started for."""
    try:
        event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_bytes())
        issue, user = event["issue"], event["issue"]["user"]
        found = Nomination(
            repository=os.environ["GITHUB_REPOSITORY"],
            number=issue["number"],
            title=issue["title"] or "",
            body=issue["body"] or "",
            login=user["login"] if LOGIN.fullmatch(user["login"]) else "",
            id=user["id"],
            base=event["repository"]["default_branch"],
        )
        numbers = [found.number, found.id]
        if any(type(number) is not int or number < 1 for number in numbers):
            raise ValueError
        if not REPOSITORY.fullmatch(found.repository) or not BRANCH.fullmatch(found.base):
            raise ValueError
    except (KeyError, TypeError, ValueError):
        fail("event")
    return found


# --- without any right to write ---


def write(nomination: Nomination, folder: Path) -> None:
    """Leave in ``folder`` a story with what was found in it, or ``answer.md``."""
    folder.mkdir(parents=True, exist_ok=True)
    if _edited(nomination):
        (folder / "answer.md").write_text(WORDS["answers"]["edited"].lstrip(), "utf-8")
        say("answered")
        return
    report = folder / "report.md"
    event = os.environ["GITHUB_EVENT_PATH"]
    made = run(EXEMPLARS, "from-form", "--event", event, "--report", str(report), good=(0, 1))
    if made.returncode:
        if not report.is_file():
            fail("command", command="from-form")
        report.rename(folder / "answer.md")
        say("answered")
        return
    path = made.stdout.strip()
    if not STORY.fullmatch(path) or status() != [f"?? {path}"]:
        fail("outside")
    (folder / path).parent.mkdir(parents=True)
    shutil.copyfile(path, folder / path)
    (folder / "findings.md").write_text(_findings(path, folder, report), "utf-8")
    say("written")


def _edited(nomination: Nomination) -> bool:
    """Tell whether the nomination is no longer the one that the editor labelled."""
    address = f"repos/{nomination.repository}/issues/{nomination.number}"
    present = json.loads(run("gh", "api", address).stdout)
    now = (present["title"] or "", present["body"] or "")
    return now != (nomination.title, nomination.body)


def _findings(path: str, folder: Path, report: Path) -> str:
    """Return what the checks say of the story, and what would change with it."""
    checked = run(EXEMPLARS, "check", path, good=(0, 1))
    key = "faulty" if checked.returncode else "noted" if checked.stdout else "clean"
    summary = folder / "summary.md"
    page = str(folder / "xem-truoc.html")
    options = ("--changed-from", "HEAD", "-o", page, "--summary", str(summary))
    run(EXEMPLARS, "review", *options, good=(0, 1))
    parts = [
        WORDS["findings"][key],
        *(f"    {line}" for line in checked.stdout.splitlines()),
        "",
        report.read_text("utf-8") if report.is_file() else "",
        summary.read_text("utf-8"),
    ]
    return "\n".join(parts)


# --- with the right to write ---


def send(nomination: Nomination, folder: Path) -> None:
    """Put the story in ``folder`` on a branch and open a pull request, or give the answer."""
    values = {"branch": nomination.branch, "number": nomination.number}
    answer = folder / "answer.md"
    if answer.is_file():
        _comment(nomination, answer.read_text("utf-8"))
        return
    path = _story(folder)
    if _remote("ls-remote", "origin", f"refs/heads/{nomination.branch}"):
        _comment(nomination, WORDS["answers"]["taken"].format_map(values))
        return
    _commit(nomination, folder, path)
    _remote("push", "--quiet", "origin", f"HEAD:refs/heads/{nomination.branch}")
    if not _open(nomination, path):
        server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
        way = f"{nomination.base}...{nomination.branch}?expand=1"
        values["compare"] = f"{server}/{nomination.repository}/compare/{way}"
        _comment(nomination, WORDS["answers"]["unopened"].format_map(values))
        fail("command", command="gh pr create")
    _tell(nomination, folder)
    say("opened", branch=nomination.branch)


def _story(folder: Path) -> str:
    """Return the path of the one story that the first step left."""
    found = [path for path in (folder / "stories").rglob("*") if not path.is_dir()]
    names = [path.relative_to(folder).as_posix() for path in found]
    if len(found) != 1 or not STORY.fullmatch(names[0]):
        fail("outside")
    if found[0].is_symlink() or found[0].stat().st_size > STORY_LIMIT or os.path.lexists(names[0]):
        fail("outside")
    return names[0]


def _remote(*words: str) -> str:
    return run("git", *CREDENTIALS, *words).stdout


def _commit(nomination: Nomination, folder: Path, path: str) -> None:
    """Commit the story on a branch of its own: that file, and nothing else."""
    run("git", "switch", "--quiet", "-c", nomination.branch)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / path, path)
    run("git", "add", "--", path)
    if status() != [f"A  {path}"]:
        fail("outside")
    message = f"Add the nominated story {Path(path).stem} (#{nomination.number})\n"
    if nomination.login:
        mail = f"{nomination.id}+{nomination.login}@users.noreply.github.com"
        message += f"\nCo-authored-by: {nomination.login} <{mail}>\n"
    bot = ("-c", f"user.name={BOT}", "-c", f"user.email={BOT_MAIL}")
    run("git", *bot, "commit", "--quiet", "--no-verify", "-F", "-", words=message)


def _open(nomination: Nomination, path: str) -> bool:
    """Open the pull request; tell whether that was permitted."""
    values = {"number": nomination.number, "slug": Path(path).stem}
    made = run(
        *("gh", "pr", "create", "--repo", nomination.repository),
        *("--base", nomination.base, "--head", nomination.branch),
        *("--title", WORDS["request"]["title"].format_map(values), "--body-file", "-"),
        words=WORDS["request"]["body"].format_map(values).lstrip(),
        good=None,
    )
    return made.returncode == 0


def _tell(nomination: Nomination, folder: Path) -> None:
    """Post what was found: no workflow starts for a pull request that a workflow opened."""
    findings = _cut((folder / "findings.md").read_text("utf-8"))
    if run_id := os.environ.get("GITHUB_RUN_ID", ""):
        server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
        address = f"{server}/{nomination.repository}/actions/runs/{run_id}"
        findings += f"\n{WORDS['findings']['preview'].format(run=address)}\n"
    command = ("gh", "pr", "comment", nomination.branch, "--repo", nomination.repository)
    run(*command, "--body-file", "-", words=findings)


def _comment(nomination: Nomination, words: str) -> None:
    command = ("gh", "issue", "comment", str(nomination.number), "--repo", nomination.repository)
    run(*command, "--body-file", "-", words=_cut(words.lstrip()))
    say("commented")


def _cut(text: str) -> str:
    """Return as many whole lines as a comment takes."""
    if len(text) <= COMMENT_LIMIT:
        return text
    kept = text[:COMMENT_LIMIT].rpartition("\n")[0]
    return f"{kept}\n\n{WORDS['findings']['cut']}\n"


if __name__ == "__main__":
    sys.exit(main())
