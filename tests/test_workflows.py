"""The workflows and what belongs to them: least rights, pinned actions, no text of a stranger."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

GITHUB = ROOT / ".github"
FILES = sorted((GITHUB / "workflows").iterdir())
NAMES = [file.name for file in FILES]
Workflow = dict[str, Any]


def load(file: Path) -> Workflow:
    """Return a file of YAML with every value as it stands: ``on`` is no truth value here."""
    found = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists and mappings
    assert isinstance(found, dict)
    return found


def workflow(name: str) -> Workflow:
    """Return a workflow."""
    return load(GITHUB / "workflows" / name)


def steps(found: Workflow) -> Iterator[dict[str, Any]]:
    """Yield every step of every job."""
    for job in found["jobs"].values():
        yield from job["steps"]


def rights(job: dict[str, Any]) -> dict[str, str]:
    """Return what a job is permitted; ``{}`` is nothing."""
    found = job["permissions"]
    assert isinstance(found, dict)
    return found


# --- all workflows ---


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    """Audit the workflows of a folder, without the network."""
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    program = shutil.which("zizmor", path=beside)
    assert program, "zizmor stands in the test requirements"
    return subprocess.run(
        [program, "--pedantic", "--offline", "--no-progress", "--color=never", folder],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_audit_at_its_strictest_finds_nothing() -> None:
    done = zizmor(GITHUB)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr


def test_the_audit_would_find_something(tmp_path: Path) -> None:
    folder = shutil.copytree(GITHUB, tmp_path / ".github")
    file = folder / "workflows/check.yml"
    file.write_text(file.read_text("utf-8").replace("  pull_request:", "  pull_request_target:"))
    done = zizmor(folder)
    assert done.returncode
    assert "dangerous-triggers" in done.stdout


def test_the_workflows_are_those_that_are_judged_here() -> None:
    assert NAMES == ["check.yml", "de-cu.yml", "publish.yml"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_permitted_but_to_the_job_that_needs_it(name: str) -> None:
    found = workflow(name)
    assert found["permissions"] == {}
    for job in found["jobs"].values():
        assert set(rights(job).values()) <= {"read", "write"}


@pytest.mark.parametrize("name", NAMES)
def test_every_action_is_pinned_by_its_hash_and_says_its_version(name: str) -> None:
    lines = re.findall(r"uses:.*", (GITHUB / "workflows" / name).read_text("utf-8"))
    assert lines
    for line in lines:
        assert re.fullmatch(r"uses: actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


@pytest.mark.parametrize("name", NAMES)
def test_no_expression_stands_in_a_command(name: str) -> None:
    for step in steps(workflow(name)):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_is_named_and_no_strangers_code_meets_a_token(name: str) -> None:
    content = (GITHUB / "workflows" / name).read_text("utf-8")
    assert "secrets." not in content
    assert "pull_request_target" not in content
    assert "workflow_run" not in content


@pytest.mark.parametrize("name", NAMES)
def test_every_job_ends_in_time_on_a_named_system(name: str) -> None:
    found = workflow(name)
    assert found["concurrency"]["group"]
    for job in found["jobs"].values():
        assert 1 <= int(job["timeout-minutes"]) <= 30
        assert job["runs-on"] == "ubuntu-24.04"


@pytest.mark.parametrize("name", NAMES)
def test_no_token_is_left_in_a_checkout(name: str) -> None:
    for step in steps(workflow(name)):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("name", NAMES)
def test_every_script_that_is_run_is_there(name: str) -> None:
    scripts = {
        script
        for step in steps(workflow(name))
        for script in re.findall(r"\.ci/[\w.-]+", step.get("run", ""))
    }
    assert all((ROOT / script).is_file() for script in scripts)


@pytest.mark.parametrize("name", NAMES)
def test_every_step_of_the_command_line_is_a_word_of_it(name: str) -> None:
    from exemplars.command import WORDS  # noqa: PLC0415 - the other tests need no core

    content = (GITHUB / "workflows" / name).read_text("utf-8")
    assert set(re.findall(r"bin/exemplars ([\w-]+)", content)) <= set(WORDS)


def test_only_what_publishes_keeps_a_cache() -> None:
    keeping = {
        name
        for name in NAMES
        for step in steps(workflow(name))
        if "cache" in step.get("uses", "") or "cache" in step.get("with", {})
    }
    assert keeping == {"publish.yml"}


# --- check.yml ---


def test_a_pull_request_is_checked_with_the_right_to_read_and_no_other() -> None:
    found = workflow("check.yml")
    assert found["on"] == {"pull_request": "", "push": {"branches": ["main"]}}
    for job in found["jobs"].values():
        assert rights(job) in ({}, {"contents": "read"})
    assert "github.token" not in str(found)


def test_the_preview_is_kept_for_a_week_also_where_something_is_to_be_mended() -> None:
    *_, upload = workflow("check.yml")["jobs"]["preview"]["steps"]
    assert upload["if"] == "${{ !cancelled() }}"
    assert (upload["with"]["path"], upload["with"]["retention-days"]) == ("xem-truoc.html", "7")


def test_the_stories_wait_for_nothing_and_the_suite_for_them() -> None:
    jobs = workflow("check.yml")["jobs"]
    assert "needs" not in jobs["stories"]
    assert "needs" not in jobs["preview"]
    assert jobs["everything"]["needs"] == "stories"
    assert "needs.stories.outputs.beyond != 'false'" in jobs["everything"]["if"]


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ("success success success", 0),
        ("success skipped skipped", 0),
        ("failure success success", 1),
        ("success success cancelled", 1),
        ("success failure skipped", 1),
    ],
)
def test_one_check_stands_for_all(results: str, code: int) -> None:
    job = workflow("check.yml")["jobs"]["passed"]
    assert (job["if"], set(job["needs"])) == (
        "always()",
        set(workflow("check.yml")["jobs"]) - {"passed"},
    )
    done = subprocess.run(
        ["bash", "-e", "-c", job["steps"][0]["run"]], env={"RESULTS": results}, check=False
    )
    assert done.returncode == code


@pytest.fixture
def commit(tmp_path: Path) -> Callable[..., None]:
    """Commit files, the first time into a new repository."""
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)

    def commit_files(*names: str) -> None:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{path.read_text() if path.exists() else ''}x\n")
        subprocess.run([*git, "add", "."], cwd=tmp_path, check=True)
        subprocess.run([*git, "commit", "-qm", "x"], cwd=tmp_path, check=True)

    return commit_files


def extent(folder: Path, event: str = "pull_request") -> str:
    """Return what ``.ci/extent`` says."""
    return subprocess.run(
        ["sh", ROOT / ".ci/extent"], cwd=folder, env={**os.environ, "GITHUB_EVENT_NAME": event},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


@pytest.mark.parametrize(
    ("names", "beyond"),
    [
        (["stories/ca-nhan/a.md"], "false"),
        (["stories/ca-nhan/a.md", "stories/taxonomy.yml"], "false"),
        (["stories/ca-nhan/a.md", "README.md"], "true"),
        (["docs/stories/a.md"], "true"),
        (["storiesx/a.md"], "true"),
        (["stories/a\nbeyond=false", "hooks/x.py"], "true"),
    ],
)
def test_a_change_of_stories_alone_is_known(
    names: list[str], beyond: str, commit: Callable[..., None], tmp_path: Path
) -> None:
    commit("README.md", "stories/ca-nhan/a.md")
    commit(*names)
    assert extent(tmp_path) == f"beyond={beyond}\n"


def test_a_file_that_moves_into_the_stories_is_a_change_beyond_them(
    commit: Callable[..., None], tmp_path: Path
) -> None:
    commit("hooks/a.py", "stories/b.md")
    (tmp_path / "hooks/a.py").rename(tmp_path / "stories/a.py")
    commit("stories/b.md")
    assert extent(tmp_path) == "beyond=true\n"


def test_on_main_and_without_a_parent_everything_is_tested(
    commit: Callable[..., None], tmp_path: Path
) -> None:
    commit("stories/a.md")
    assert extent(tmp_path) == "beyond=true\n"
    commit("stories/a.md")
    assert extent(tmp_path, "push") == "beyond=true\n"


# --- de-cu.yml ---


def test_a_nomination_counts_once_an_editor_has_labelled_it() -> None:
    found = workflow("de-cu.yml")
    assert found["on"] == {"issues": {"types": ["labeled"]}}
    assert found["jobs"]["write"]["if"] == "github.event.label.name == 'duyet'"
    assert found["jobs"]["send"]["needs"] == "write"


def test_the_job_that_reads_a_strangers_text_may_write_nothing() -> None:
    jobs = workflow("de-cu.yml")["jobs"]
    assert rights(jobs["write"]) == {"contents": "read", "issues": "read"}
    assert rights(jobs["send"]) == {
        "actions": "read", "contents": "write", "issues": "write", "pull-requests": "write",
    }  # fmt: skip


def test_the_job_that_may_write_installs_and_reads_nothing() -> None:
    sending = workflow("de-cu.yml")["jobs"]["send"]["steps"]
    runs = [step["run"] for step in sending if "run" in step]
    assert [run.split()[0] for run in runs] == ["gh", "python3"]
    assert not any(word in run for run in runs for word in ("setup", "pip", ".venv", "make"))


def test_no_text_of_the_nomination_stands_in_an_expression() -> None:
    content = (GITHUB / "workflows/de-cu.yml").read_text("utf-8")
    named = set(re.findall(r"github\.event\.[\w.]+", content))
    assert named == {"github.event.label.name", "github.event.issue.number"}


# --- publish.yml ---


def test_only_main_is_published_and_one_at_a_time() -> None:
    found = workflow("publish.yml")
    assert found["on"] == {"push": {"branches": ["main"]}, "workflow_dispatch": ""}
    assert found["jobs"]["build"]["if"] == "github.ref == 'refs/heads/main'"
    assert found["concurrency"] == {"group": "dang", "cancel-in-progress": "false"}
    assert rights(found["jobs"]["deploy"]) == {"pages": "write", "id-token": "write"}


def test_the_cache_of_a_build_is_its_own() -> None:
    cache = next(s for s in steps(workflow("publish.yml")) if "actions/cache@" in s.get("uses", ""))
    assert cache["with"] == {
        "path": ".cache", "key": "dang-${{ github.sha }}", "restore-keys": "dang-",
    }  # fmt: skip


# --- what stands beside them ---


def test_a_pull_request_is_asked_five_things() -> None:
    content = (GITHUB / "pull_request_template.md").read_text("utf-8")
    ticks = re.findall(r"^- \[ \] (.+)$", content, re.MULTILINE)
    assert len(ticks) == 5
    for tick, word in zip(
        ticks, ["nguồn", "ảnh", "một câu chuyện", "xem trước", "viết đúng"], strict=True
    ):
        assert word in tick


def test_an_owner_of_code_is_an_account_or_a_team() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"\S+( +@[\w-]+(/[\w-]+)?)+", rule) for rule in rules)
    shown = [line for line in lines if re.match(r"#   /", line)]
    assert shown
    for line in shown:
        place = line.split()[1].strip("/").partition("/*")[0]
        assert (ROOT / place).exists(), line


def test_new_versions_come_weekly_together_and_not_at_once() -> None:
    updates = load(GITHUB / "dependabot.yml")["updates"]
    assert [update["package-ecosystem"] for update in updates] == ["pip", "github-actions"]
    for update in updates:
        assert update["schedule"]["interval"] == "weekly"
        assert int(update["cooldown"]["default-days"]) >= 7
        assert [group["patterns"] for group in update["groups"].values()] == [["*"]]
    for folder in updates[0]["directories"]:
        assert list((ROOT / folder.lstrip("/")).glob("*.txt"))
