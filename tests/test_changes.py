"""Tests for changes.py and touching.py: what changed since a ref, in real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import story
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_check_command import Today

from exemplars.changes import Changes, changes_since
from exemplars.folder import StoryFile, explore
from exemplars.judging import judge, judge_changed
from exemplars.problem import FaultError, ProblemsError
from exemplars.touching import touched

Write = Callable[[str, str], Path]
TODAY = Today.today()


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular; return what it says."""
    names = {
        f"GIT_{who}_{what}": "mau@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env={**kept, **names}, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip


def commit(folder: Path) -> str:
    """Commit everything; return the commit."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "x")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(stories: Path, write: Write) -> Path:
    """A repository whose branch ``main`` holds three stories, with a branch to work on."""
    for name in ("ca-nhan/a.md", "ca-nhan/b.md", "tap-the/c/index.md"):
        write(name, story(kind=name.partition("/")[0]))
    git(stories.parent, "init", "-q", "-b", "main")
    commit(stories.parent)
    git(stories.parent, "checkout", "-q", "-b", "viec")
    return stories.parent


def changed(repository: Path, ref: str = "main") -> set[str]:
    """Return the files that changed since ``ref``."""
    places = changes_since(repository / "stories", ref).places
    return {place for place in places if "." in place.rpartition("/")[2][1:]}


# --- what changed ---


def test_nothing_changed_is_nothing(repository: Path) -> None:
    changes = changes_since(repository / "stories", "main")
    assert changes == Changes(places=frozenset(), whole=False)


def test_what_is_committed_staged_edited_and_untracked_has_changed(
    repository: Path, write: Write
) -> None:
    write("ca-nhan/d.md", story())
    commit(repository)
    write("ca-nhan/e.md", story())
    git(repository, "add", "-A")
    write("ca-nhan/a.md", story(title="Khác"))
    write("ca-nhan/có dấu\tvà tab.md", story())
    (repository / "README.md").write_text("not ours")
    assert changed(repository) == {
        "ca-nhan/a.md", "ca-nhan/d.md", "ca-nhan/e.md", "ca-nhan/có dấu\tvà tab.md",
    }  # fmt: skip


def test_what_changed_on_the_other_branch_since_they_parted_has_not(
    repository: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story(title="Ở nhánh"))
    commit(repository)
    git(repository, "checkout", "-q", "main")
    write("ca-nhan/b.md", story(title="Ở main"))
    commit(repository)
    git(repository, "checkout", "-q", "viec")
    assert changed(repository) == {"ca-nhan/a.md"}


def test_what_git_ignores_has_not_changed(repository: Path, write: Write) -> None:
    (repository / ".gitignore").write_text("*.tmp\n")
    write("ca-nhan/x.tmp", "x")
    assert changed(repository) == set()


def test_a_file_that_was_only_touched_has_not_changed(repository: Path) -> None:
    os.utime(repository / "stories" / "ca-nhan" / "a.md", (1, 1))
    assert changed(repository) == set()


@pytest.mark.parametrize("name", ["taxonomy.yml", "localities.yml", "programme.yml", "erased.txt"])
def test_a_changed_table_reaches_every_story(name: str, repository: Path) -> None:
    with (repository / "stories" / name).open("a") as stream:
        stream.write("# x\n")
    assert changes_since(repository / "stories", "main").whole


def test_a_story_that_went_or_moved_reaches_every_story(repository: Path) -> None:
    root = repository / "stories"
    (root / "ca-nhan/a.md").rename(root / "ca-nhan/z.md")
    assert changes_since(root, "main").whole
    commit(repository)
    assert changes_since(root, "main").whole
    assert not changes_since(root, "HEAD").whole


def test_a_story_that_became_a_link_reaches_every_story(repository: Path) -> None:
    file = repository / "stories/ca-nhan/a.md"
    file.unlink()
    file.symlink_to("b.md")
    assert changes_since(repository / "stories", "main").whole


def test_a_photo_that_went_changes_its_story_only(repository: Path, write: Write) -> None:
    photo = write("tap-the/c/anh.jpg", "x")
    base = commit(repository)
    photo.unlink()
    changes = changes_since(repository / "stories", base)
    assert not changes.whole
    assert changes.holds("tap-the/c/index.md")
    assert not changes.holds("ca-nhan/a.md")


def test_what_a_hook_of_git_sets_does_not_lead_astray(
    repository: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    write("ca-nhan/a.md", story(title="Khác"))
    assert changed(repository) == {"ca-nhan/a.md"}


# --- faults ---


def fault(root: Path, ref: str = "main") -> str:
    """Return what is said where git cannot tell what changed."""
    with pytest.raises(FaultError) as caught:
        changes_since(root, ref)
    said = str(caught.value)
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    "ref", ["khong-co", "", "-h", "--output=x", "main..viec", "main:stories", "a b", "0" * 40]
)
def test_a_ref_that_is_none_is_told(ref: str, repository: Path) -> None:
    assert fault(repository / "stories", ref) == (
        f"kho git không có nhánh, nhãn hay mã commit “{ref}”; hãy kiểm lại tên (git branch -a kể ra mọi nhánh)"
    )
    assert not (repository / "stories" / "x").exists()


def test_a_folder_outside_any_repository_is_told(stories: Path) -> None:
    assert fault(stories) == (
        f"“{stories}” không nằm trong kho git nào nên không biết tệp nào đã đổi; "
        "hãy chạy trong thư mục đã tải về bằng git clone"
    )


def test_a_machine_without_git_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    assert fault(repository / "stories").startswith("máy này chưa có git ")


def test_a_repository_of_another_account_is_told(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can give files away")
    for path in (repository, *repository.rglob("*")):
        os.chown(path, 12345, 12345)
    monkeypatch.setenv("HOME", str(repository))
    assert fault(repository / "stories").startswith(
        f"kho git chứa “{repository}/stories” thuộc về tài khoản khác nên git không chịu đọc; "
    )


def test_histories_without_a_common_commit_are_told(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "khac")
    (repository / "README.md").write_text("x")
    commit(repository)
    assert fault(repository / "stories", "main") == (
        "“main” và bản đang làm không có điểm chung trong lịch sử; "
        "hãy chọn nhánh khác, ví dụ origin/main"
    )


def shallow(repository: Path, tmp_path: Path) -> Path:
    """Return a clone that holds the newest commit of ``viec`` only."""
    commit(repository)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", "-b", "viec", f"file://{repository}", str(clone))
    return clone


def test_a_shallow_clone_without_the_ref_is_told(repository: Path, tmp_path: Path) -> None:
    clone = shallow(repository, tmp_path)
    assert fault(clone / "stories", "origin/main") == (
        "kho git này chỉ được tải về một phần nên chưa có “origin/main”; "
        "hãy chạy git fetch --unshallow (trên GitHub Actions: ghi fetch-depth: 0)"
    )


def test_a_shallow_clone_without_the_base_is_told(repository: Path, tmp_path: Path) -> None:
    clone = shallow(repository, tmp_path)
    git(clone, "fetch", "-q", "--depth", "1", "origin", "main:main")
    assert fault(clone / "stories", "main") == (
        "kho git này chỉ được tải về một phần nên không thấy chỗ rẽ từ “main”; "
        "hãy chạy git fetch --unshallow (trên GitHub Actions: ghi fetch-depth: 0)"
    )


# --- which stories are read ---


def chosen(stories: Path, *places: str) -> list[str]:
    """Return the slugs of the stories that are read when ``places`` changed."""
    folder = explore(stories, "stories")
    changes = Changes(places=frozenset(places), whole=False)
    found = touched(changes, folder, lambda file: (stories / file.file).read_bytes())
    return [file.slug for file in found]


def test_a_story_by_itself_is_all_that_is_read(stories: Path, write: Write) -> None:
    for slug in ("an", "binh", "chi"):
        write(f"ca-nhan/{slug}.md", story())
    assert chosen(stories, "ca-nhan/an.md") == ["an"]
    assert chosen(stories) == []


@pytest.mark.parametrize(
    ("body", "changes"),
    [
        ("Xem [chị](binh.md).", {}),
        ("Xem [chị](../ca-nhan/binh.md#viec).", {}),
        ("Xem [chị](/guong/binh/).", {}),
        ("Xem [chị](/guong/bi&#110;h/).", {}),
        ("Xem [chị](/guong/binh&sol;).", {}),
        ("Xem [chị][1].\n\n[1]: binh&period;md", {}),
        ("Xem [chị](bin\\h.md).", {}),
        ("x", {"aliases": ["binh"]}),
    ],
)
def test_a_story_that_leads_to_a_changed_one_is_read_and_so_is_one_it_leads_to(
    body: str, changes: dict[str, object], stories: Path, write: Write
) -> None:
    write("ca-nhan/an.md", story(body, **changes))
    write("ca-nhan/binh.md", story())
    write("ca-nhan/chi.md", story())
    assert chosen(stories, "ca-nhan/binh.md") == ["an", "binh"]
    assert chosen(stories, "ca-nhan/an.md") == ["an", "binh"]


def test_a_story_with_a_link_to_no_present_one_is_read(stories: Path, write: Write) -> None:
    write("ca-nhan/an.md", story("Xem [chị](/guong/ten-cu/)."))
    write("ca-nhan/binh.md", story())
    assert chosen(stories, "ca-nhan/binh.md") == ["an", "binh"]


def test_a_name_in_escapes_of_yaml_has_everything_read(stories: Path, write: Write) -> None:
    write("ca-nhan/an.md", story().replace("date:", 'aliases: ["\\x62inh"]\ndate:'))
    write("ca-nhan/binh.md", story())
    write("ca-nhan/chi.md", story())
    assert chosen(stories, "ca-nhan/an.md") == ["an", "binh", "chi"]


def test_a_file_that_cannot_be_looked_at_leads_nowhere(stories: Path, write: Write) -> None:
    write("ca-nhan/an.md", story())
    write("ca-nhan/binh.md", story())

    def look(file: StoryFile) -> bytes:
        if file.slug == "binh":
            raise ProblemsError([])
        return b""

    changes = Changes(places=frozenset({"ca-nhan/an.md"}), whole=False)
    assert [f.slug for f in touched(changes, explore(stories, "x"), look)] == ["an"]


def test_a_flood_of_letters_is_looked_through_at_once(stories: Path, write: Write) -> None:
    write("ca-nhan/an.md", story("a" * 250_000 + " .md [x](" + "a-" * 1000))
    write("ca-nhan/binh.md", story())
    assert chosen(stories, "ca-nhan/binh.md") == ["binh"]


def test_a_link_to_no_story_has_the_nearest_of_all_stories_proposed(
    repository: Path, write: Write
) -> None:
    stories = repository / "stories"
    write("ca-nhan/nguyen-van-mau.md", story())
    base = commit(repository)
    write("ca-nhan/a.md", story("Xem [ông](nguyen-van-mao.md)."))
    (found,) = judge_changed(stories, TODAY, base)
    assert found.message == (
        "liên kết “nguyen-van-mao.md” dẫn tới câu chuyện không có ở đây; có phải: nguyen-van-mau?"
    )


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (story("## Cách làm\n\nNấu cơm."), story("Nấu cơm."), "link-heading"),
        (story("## Cách làm\n\nNấu cơm."), story("## Cách làm\n\nx", status="draft"), "link-story"),
    ],
)
def test_what_a_change_breaks_in_a_story_that_did_not_change_is_told_there(
    before: str, after: str, code: str, repository: Path, write: Write
) -> None:
    write("ca-nhan/a.md", before)
    write("ca-nhan/b.md", story("Xem [cách làm](a.md#cach-lam)."))
    base = commit(repository)
    write("ca-nhan/a.md", after)
    (found,) = judge_changed(repository / "stories", TODAY, base)
    assert (found.path, found.code) == (f"{repository}/stories/ca-nhan/b.md", code)


# --- the law: where all was in order, what changed shows every problem that there is ---

SLUGS = ("an", "binh", "chi", "dung")
LINK = "Xem [bài]({target}).\n\n## Cách làm\n\nNấu cơm."
BODIES = (
    "Nấu cơm.",
    "## Cách làm\n\nNấu cơm.",
    *(LINK.format(target=f"{folder}/{slug}.md{rest}") for slug in SLUGS for folder, rest in ((".", ""), ("../tap-the", "#cach-lam"))),
    *(LINK.format(target=f"/guong/{slug}/") for slug in ("cu", "moi", "an")),
    "a\\.b &amp; [x](/guong/&#97;n/)",
)  # fmt: skip
FRONTS = st.fixed_dictionaries(
    {},
    optional={
        "aliases": st.lists(st.sampled_from(("cu", "moi", "an", "binh")), min_size=1, max_size=2),
        "status": st.sampled_from(("draft", "published")),
        "until": st.sampled_from((2020, 2099)),
        "locality": st.sampled_from(("ben-tre/ba-tri", "khong-co")),
    },
)
Files = dict[tuple[str, str], tuple[str, dict[str, object]]]
FILES: st.SearchStrategy[Files] = st.dictionaries(
    st.tuples(st.sampled_from(("ca-nhan", "tap-the")), st.sampled_from(SLUGS)),
    st.one_of(
        st.builds(lambda body, front: (body, front), st.sampled_from(BODIES), FRONTS),
        st.just(("withdrawn", {})),
    ),
    max_size=5,
)


def fill(root: Path, files: Files) -> None:
    """Have the stories folder hold exactly ``files``."""
    for kind in ("ca-nhan", "tap-the"):
        shutil.rmtree(root / kind, ignore_errors=True)
        (root / kind).mkdir()
    for (kind, slug), (body, front) in files.items():
        text = story(body, kind=kind, **front)
        if body == "withdrawn":
            text = "---\nstatus: withdrawn\ndate: 2026-01-02\n---\n"
        (root / kind / f"{slug}.md").write_text(text, "utf-8")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=FILES, after=FILES)
def test_what_changed_shows_every_problem_where_all_was_in_order(
    before: Files,
    after: Files,
    stories: Path,
) -> None:
    shutil.rmtree(stories.parent / ".git", ignore_errors=True)
    git(stories.parent, "init", "-q")
    fill(stories, before)
    # What stands in the base may only be broken by the change.
    while problems := judge(stories, TODAY):
        for name in {problem.path for problem in problems}:
            Path(name).unlink()
    kept = {
        key: value for key, value in before.items() if (stories / key[0] / f"{key[1]}.md").exists()
    }
    commit(stories.parent)
    fill(stories, {**kept, **after})
    assert judge_changed(stories, TODAY, "HEAD") == judge(stories, TODAY)


def test_a_problem_that_was_there_before_is_not_told(
    repository: Path, write: Write, stories: Path
) -> None:
    write("ca-nhan/a.md", story(until=2099))
    base = commit(repository)
    write("ca-nhan/b.md", story(until=2098))
    assert [found.path for found in judge(stories, TODAY)] == [
        f"{stories}/ca-nhan/a.md", f"{stories}/ca-nhan/b.md",
    ]  # fmt: skip
    assert [found.path for found in judge_changed(stories, TODAY, base)] == [
        f"{stories}/ca-nhan/b.md"
    ]


def test_a_stray_file_and_a_folder_without_a_story_are_told(repository: Path, write: Write) -> None:
    stories = repository / "stories"
    write("ca-nhan/x.txt", "x")
    write("ca-nhan/y/anh.jpg", "x")
    write("la/z.md", "x")
    assert [found.code for found in judge_changed(stories, TODAY, "main")] == [
        "file-kind", "folder-without-story", "file-place",
    ]  # fmt: skip
