"""Tests for founding.py, territory.py and ``exemplars init``: a site of another district."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from factories import story
from hypothesis import given
from hypothesis import strategies as st
from test_build_site import SITE_URL, pages
from test_exporting import tree

from exemplars import FaultError
from exemplars.adapting import Wish, adapt_makefile, adapt_page, adapt_settings
from exemplars.checking import check
from exemplars.command import main
from exemplars.forms import NOWHERE, write_forms
from exemplars.founding import LEFT, NEEDED, REFERENCE, found
from exemplars.library import Library
from exemplars.model import Locality
from exemplars.reading import read
from exemplars.territory import belonging, find, path, sketch
from exemplars.wording import text

TODAY = date(2026, 11, 24)
OURS = re.compile(r"Ba Tri|Bến Tre|ben-tre|quê dừa|An Đức|Đồng Khởi|\b355\b")
"""What only our own pages may name."""
FORMS = write_forms(Library(root="stories", stories=()), NOWHERE)
OF_THE_PROGRAM = (*REFERENCE, "LICENSE", "requirements.txt")
"""What the program, and not the new owner, says."""
FAR = {
    "name": 'Gương sáng "Mẫu": #1',
    "district": "thị xã Huyện Mẫu",
    "province": "Tỉnh Mẫu",
    "now": "Thành phố Mới",
    "publisher": "Nhóm Mẫu & bạn",
    "contact": "thu@example.org",
}
NEAR = {"name": "Gương sáng Mỏ Cày", "district": "mo cay nam", "publisher": "Nhóm Mẫu"}


def options(answers: Mapping[str, str]) -> list[str]:
    """Return answers as options of the command."""
    return [part for name, value in answers.items() for part in (f"--{name}", value)]


@pytest.fixture(scope="module")
def places() -> tuple[Locality, ...]:
    """The places of this repository."""
    return read(ROOT / "stories", "stories", TODAY)[0].places


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a district that the table does not have."""
    return founded(tmp_path_factory.mktemp("xa") / "moi", FAR)


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a district of the table."""
    return founded(tmp_path_factory.mktemp("gan") / "moi", NEAR)


def founded(folder: Path, answers: Mapping[str, str]) -> Path:
    """Run the command for real."""
    command = [sys.executable, "-m", "exemplars", "init", str(folder), *options(answers)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(ROOT), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


def environment(folder: Path) -> dict[str, str]:
    """Return what makes a command run with the core package of a checkout."""
    return {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(folder / "hooks"),
        "PYTHONDONTWRITEBYTECODE": "1",  # what a build leaves is not what was founded
        "SITE_URL": SITE_URL,
        "STORIES_DIR": "",
    }


def build(folder: Path) -> Path:
    """Build a site with its own copy of the program, strictly."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "site"


def library(folder: Path) -> Library:
    """Read and check the stories of a site; nothing is to be mended."""
    made, problems = read(folder / "stories", "stories", TODAY)
    assert [*map(str, problems), *map(str, check(made))] == []
    return made


# --- a whole site ---


@pytest.mark.parametrize("name", ["near", "far"])
def test_a_new_site_has_nothing_to_mend_and_no_story(
    name: str, request: pytest.FixtureRequest
) -> None:
    made = library(request.getfixturevalue(name))
    assert made.documents == ()
    assert made.taxonomy.fields
    assert made.taxonomy.themes == ()
    assert made.programme.reported == ()


def test_a_new_site_is_built_strictly_and_says_that_it_is_empty(far: Path) -> None:
    site = build(far)
    assert "Chưa có câu chuyện nào ở đây." in (site / "guong/index.html").read_text("utf-8")
    home = (site / "index.html").read_text("utf-8")
    assert '<p class="listing-intro">0 câu chuyện đã đăng.' in (
        site / "thong-ke/index.html"
    ).read_text("utf-8")
    assert "Nhóm Mẫu & bạn thực hiện" in home
    assert "mailto:thu@example.org" in home
    for address, page in pages(site).items():
        for link in page.links:
            if link.startswith("http") or ":" in link or address == "/404.html":
                continue
            target = site / os.path.normpath(f"{address[1:]}{re.split('[?#]', link)[0]}")
            assert (target / "index.html" if target.is_dir() else target).is_file(), (address, link)


def test_nothing_of_our_place_travels_as_another_ones(far: Path) -> None:
    told = []
    for name, content in tree(far).items():
        if name.startswith(("hooks/", "site/", ".cache/")) or name in {*OF_THE_PROGRAM, *FORMS}:
            continue
        words = content.decode("utf-8", "replace")
        told += [(name, line) for line in words.splitlines() if OURS.search(line)]
    assert told == []


def test_tests_measures_and_our_history_stay_at_home(far: Path) -> None:
    names = {name.partition("/")[0] for name in tree(far)}
    assert not names & {
        "tests",
        "bench",
        "CHANGELOG.md",
        "requirements-test.txt",
        "stories/README.md",
    }
    assert not [part for part in LEFT if (far / part).exists()]
    assert not [*far.rglob("__pycache__")]


def test_every_file_that_is_copied_as_it_is_is_the_same(far: Path) -> None:
    for part in (
        "requirements.txt",
        "pyproject.toml",
        ".ci/setup",
        ".ci/run",
        "docs/sw.js",
        "overrides/main.html",
        "hooks/build_site.py",
    ):
        assert (far / part).read_bytes() == (ROOT / part).read_bytes()
        assert os.access(far / part, os.X_OK) == os.access(ROOT / part, os.X_OK)


def test_every_word_of_make_can_be_run_there(far: Path) -> None:
    makefile = (far / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert targets >= {"site", "test", "serve", "check", "clean"}
    assert set(re.findall(r"\S+", makefile.split(".PHONY:")[1].splitlines()[0])) == targets
    assert "setup test" not in makefile
    assert "bench." not in makefile
    named = set(re.findall(r"make (\w+)", (far / "README.md").read_text("utf-8")))
    assert named
    assert named <= targets


def test_the_words_of_make_do_their_work(far: Path, tmp_path: Path) -> None:
    folder = tmp_path / "moi"
    shutil.copytree(far, folder, ignore=shutil.ignore_patterns("site", ".cache"))
    (folder / ".ci/setup").write_text("exit 0\n")
    (folder / ".venv").symlink_to(Path(sys.prefix))
    done = subprocess.run(
        ["make", "test"],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "site/guong/index.html").is_file()


def test_a_story_of_a_commune_of_the_table_is_published_with_its_place_of_today(
    near: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "moi"
    shutil.copytree(near, folder, ignore=shutil.ignore_patterns("site", ".cache"))
    words = story(locality="ben-tre/mo-cay-nam/dinh-thuy")
    (folder / "stories/ca-nhan/ba-an.md").write_text(words, "utf-8")
    html = (build(folder) / "guong/ba-an/index.html").read_text("utf-8")
    assert "xã Định Thủy" in html
    assert "xã Đồng Khởi" in html


def test_a_story_of_a_sketched_district_is_published_after_its_communes_are_written(
    far: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "moi"
    shutil.copytree(far, folder, ignore=shutil.ignore_patterns("site", ".cache"))
    table = folder / "stories/localities.yml"
    lines = table.read_text("utf-8").splitlines()
    table.write_text(
        "\n".join(line.removeprefix("# ") if line.startswith("# - {") else line for line in lines)
        + "\n",
        "utf-8",
    )
    (folder / "stories/tap-the/to-mau.md").write_text(
        story(kind="tap-the", locality="mau/huyen-mau/xa-mau"), "utf-8"
    )
    html = (build(folder) / "guong/to-mau/index.html").read_text("utf-8")
    assert "xã Mẫu" in html
    assert "xã Mẫu Mới" in html
    assert [place.id for place in library(folder).places] == [
        "2025/moi/xa-mau-moi", "mau/huyen-mau/xa-mau", "2025/moi", "mau", "mau/huyen-mau",
    ]  # fmt: skip


def test_the_example_in_programme_yml_is_valid_once_its_marks_are_taken_away(
    near: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "moi"
    shutil.copytree(near / "stories", folder / "stories")
    table = folder / "stories/programme.yml"
    head, example = table.read_text("utf-8").split("#\n#   - id:", 1)
    example = "".join(
        f"{line.removeprefix('# ')}\n"
        for line in f"#   - id:{example}".splitlines()
        if line.startswith("# ")
    )
    table.write_text(f"{head}\ndocuments: []\nreported:\n{example}", "utf-8")
    (report,) = library(folder).programme.reported
    assert (report.place, report.value) == ("ben-tre/mo-cay-nam", 12)


def test_the_example_in_taxonomy_yml_is_valid_once_its_marks_are_taken_away(
    near: Path, tmp_path: Path
) -> None:
    shutil.copytree(near / "stories", tmp_path / "stories")
    table = tmp_path / "stories/taxonomy.yml"
    before, after = table.read_text("utf-8").split("themes: []", 1)
    comment, _, rest = after.partition("\n")
    assert comment.startswith(" # ")
    lines = [
        line.removeprefix("#") if line.startswith("#  ") else line for line in rest.split("\n")
    ]
    table.write_text(f"{before}themes:\n" + "\n".join(lines), "utf-8")
    assert [theme.id for theme in library(tmp_path).taxonomy.themes] == ["ten-chu-de"]


def test_the_sample_story_of_the_new_site_has_nothing_to_mend(near: Path, tmp_path: Path) -> None:
    shutil.copytree(near / "stories", tmp_path / "stories")
    sample = (near / "CONTRIBUTING.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    assert "locality: ben-tre/mo-cay-nam/mo-cay\n" in sample
    assert "ở thị trấn Mỏ Cày cùng" in sample
    (tmp_path / "stories/ca-nhan/nau-com.md").write_text(sample, "utf-8")
    assert len(library(tmp_path).stories) == 1


def test_settings_name_the_owner_and_keep_everything_else(far: Path) -> None:
    ours = (ROOT / "mkdocs.yml").read_text("utf-8").splitlines()
    theirs = (far / "mkdocs.yml").read_text("utf-8").splitlines()
    changed = {
        key.strip().partition(":")[0] for old, key in zip(ours, theirs, strict=True) if old != key
    }
    assert changed == {"site_name", "site_description", "publisher", "thousand", "contact"}
    assert '  contact: !ENV [CONTACT, "thu@example.org"] # địa chỉ thư' in "\n".join(theirs)
    assert "  thousand: nghìn # " in "\n".join(theirs)
    assert yaml.safe_load(theirs[1]) == {"site_name": FAR["name"]}


def test_the_forms_are_those_that_its_own_program_writes(far: Path) -> None:
    command = [sys.executable, "-m", "exemplars", "forms", "--check"]
    done = subprocess.run(
        command,
        cwd=far,
        env={**environment(far), "SITE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "ben-tre" not in (far / ".vscode/story.schema.json").read_text("utf-8")


def test_an_agency_says_so(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "moi"), *options(FAR), "--agency"]) == 0
    assert "  agency: true # " in (tmp_path / "moi/mkdocs.yml").read_text("utf-8")
    page = (tmp_path / "moi/docs/gioi-thieu.md").read_text("utf-8")
    assert "Đây không phải" not in page
    assert "Trang do một cơ quan đứng ra làm" in page


@pytest.mark.parametrize("name", ["docs/gioi-thieu.md", "docs/ve-du-lieu.md", "docs/index.md"])
def test_a_page_of_its_own_has_the_sections_of_ours(name: str, far: Path) -> None:
    heads = [
        re.findall(r"^#+ .*$", (root / name).read_text("utf-8"), re.MULTILINE)
        for root in (ROOT, far)
    ]
    assert heads[0] == heads[1]


# --- what is adapted ---


def wish(places: tuple[Locality, ...], **changes: Any) -> Wish:
    """Return a wish for Ba Tri's neighbour."""
    values = {"name": "Gương Mẫu", "place": "ben-tre/mo-cay-nam", "publisher": "Nhóm Mẫu"}
    return Wish(**{**values, "places": places, **changes})


def test_links_to_pages_that_are_not_there_become_their_words(
    places: tuple[Locality, ...],
) -> None:
    page = "Xem [số đo](../so-do.md#a), [số](so-do.md) và [bài](../tro-nang.md).\n"
    assert adapt_page(page, "docs/huong-dan/x.md", wish(places), LEFT) == (
        "Xem số đo, [số](so-do.md) và [bài](../tro-nang.md).\n"
    )


def test_examples_name_a_place_of_the_new_site(places: tuple[Locality, ...]) -> None:
    page = "ở xã An Đức, huyện Ba Tri: `ben-tre/ba-tri/an-duc`, `/dia-ban/ben-tre/ba-tri/`, Gương sáng quê dừa"
    assert adapt_page(page, "x.md", wish(places), ()) == (
        "ở thị trấn Mỏ Cày, huyện Mỏ Cày Nam: `ben-tre/mo-cay-nam/mo-cay`, "
        "`/dia-ban/ben-tre/mo-cay-nam/`, Gương Mẫu"
    )


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])))
def test_any_name_of_a_site_is_read_back_from_its_settings(name: str) -> None:
    ours = 'site_name: A\nsite_description: B\nextra:\n  publisher: C\n  agency: false # x\n  thousand: ngàn # y\n  contact: !ENV [CONTACT, ""] # z\n'
    said = Wish(
        name=name, place="m", places=(place("m", type="tinh"),), publisher=name, contact=name
    )
    theirs = adapt_settings(ours, said)
    read_back = yaml.safe_load(theirs.replace("!ENV ", ""))
    assert read_back["site_name"] == name
    assert read_back["extra"] == {
        "publisher": name, "agency": False, "thousand": "nghìn", "contact": ["CONTACT", name],
    }  # fmt: skip
    assert [line.partition(" # ")[2] for line in theirs.splitlines() if " # " in line][-3:] == [
        "x",
        "y",
        "z",
    ]


def test_words_of_make_that_need_the_tests_are_dropped_and_others_stay() -> None:
    ours = (
        ".PHONY: a test b bench\n\na: ## A\n\tdo\n\ntest:\n\t@sh .ci/setup test\n\tx\n\n"
        "b: a\n\t@sh .ci/setup test\n\ty\n\nbench:\n\tz\n"
    )
    assert adapt_makefile(ours) == (
        ".PHONY: a test\n\na: ## A\n\tdo\n\n"
        "test: ## check the stories, and build the site as it will be published\n"
        "\t@sh .ci/setup site\n\t$(BIN)/exemplars check\n\t$(BIN)/mkdocs build --strict\n"
    )


# --- where it may be written, and from where ---


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """This repository as the working folder."""
    monkeypatch.chdir(ROOT)


@pytest.mark.usefixtures("_here")
def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    assert main(["init", str(tmp_path), *options(FAR)]) == 1
    assert capsys.readouterr().err == (
        f"thư mục “{tmp_path}” đã có tệp; hãy chọn một thư mục trống hoặc chưa có\n"
    )
    assert [entry.name for entry in tmp_path.iterdir()] == [".git"]


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("folder", ["moi-mau", "docs/moi-mau", "hooks/exemplars/moi-mau"])
def test_a_site_is_not_founded_inside_this_one(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", folder, *options(FAR)]) == 1
    assert capsys.readouterr().err == (
        f"thư mục “{folder}” nằm trong “.”, nơi chứa nguồn của trang; hãy chọn nơi khác\n"
    )
    assert not (ROOT / folder).exists()


@pytest.mark.usefixtures("_here")
def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "moi").mkdir()
    assert main(["init", str(tmp_path / "moi"), *options(FAR)]) == 0
    assert (tmp_path / "moi/mkdocs.yml").is_file()
    assert [entry.name for entry in tmp_path.iterdir()] == ["moi"]


@pytest.mark.parametrize("missing", NEEDED)
def test_a_folder_that_is_no_checkout_is_told_by_what_it_lacks(
    missing: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for part in NEEDED:
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / missing).rmdir()
    monkeypatch.chdir(tmp_path)
    assert main(["init", "moi", *options(FAR)]) == 1
    assert capsys.readouterr().err == (
        f"ở đây thiếu “{missing}”; hãy chạy lệnh này trong thư mục gốc của kho, nơi có mkdocs.yml\n"
    )


def test_a_fault_on_the_way_leaves_nothing_behind(
    tmp_path: Path, places: tuple[Locality, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exemplars.adapting._SETTING", "khong-co-{key}")
    made = read(ROOT / "stories", "stories", TODAY)[0]
    with pytest.raises(FaultError) as caught:
        found(ROOT, wish(places), made.taxonomy, tmp_path / "moi")
    assert str(caught.value) == (
        "không thấy mục “site_name” trong khối đầu của mkdocs.yml; hãy chép lại tệp ấy từ kho gốc"
    )
    assert [*tmp_path.iterdir()] == []


# --- what is asked ---


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("name", ["name", "district", "publisher", "province"])
def test_where_nobody_can_be_asked_a_missing_answer_is_named(
    name: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("Không ai gõ\n"))
    answers = {key: value for key, value in FAR.items() if key != name}
    assert main(["init", str(tmp_path / "moi"), *options(answers)]) == 1
    assert capsys.readouterr().err == (
        f"thiếu --{name}; hãy ghi thêm, hoặc chạy lệnh trong cửa sổ dòng lệnh để được hỏi\n"
    )
    assert not (tmp_path / "moi").exists()


class Terminal(io.StringIO):
    """A terminal at which somebody types."""

    def isatty(self) -> bool:
        """Somebody sits there."""
        return True


@pytest.mark.usefixtures("_here")
def test_at_a_terminal_what_is_missing_is_asked_and_the_rest_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("huyện Mẫu\nTỉnh Mẫu\n\nNhóm Mẫu\n\n"))
    assert main(["init", str(tmp_path / "moi"), "--name", "Gương Mẫu"]) == 0
    asked = capsys.readouterr().out
    questions = ("district", "province", "now", "publisher", "contact")
    assert asked.startswith("".join(f"{text('founding', name)} " for name in questions))
    made = library(tmp_path / "moi")
    assert [(place.id, place.successor) for place in made.places] == [
        ("mau", None),
        ("mau/mau", None),
    ]


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("value", ["a\nb", "a\x1b[31m"])
def test_an_answer_is_one_line_that_prints(
    value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "moi"), *options({**FAR, "name": value})]) == 1
    assert capsys.readouterr().err == "--name phải nằm trên một dòng, không có ký tự điều khiển\n"


# --- places ---


@pytest.mark.parametrize(
    ("asked", "province", "id_"),
    [
        ("ben-tre/ba-tri", "", "ben-tre/ba-tri"),
        ("2025/vinh-long/ba-tri", "", "2025/vinh-long/ba-tri"),
        # a name is that of a district, not of a commune of the same name
        ("Ba Tri", "", "ben-tre/ba-tri"),
        ("ba tri", "Bến Tre", "ben-tre/ba-tri"),
        ("Huyện Ba Tri", "tỉnh bến tre", "ben-tre/ba-tri"),
        ("TP. Bến Tre", "", "ben-tre/ben-tre"),
        # a type of today names a unit of today
        ("xã Ba Tri", "", "2025/vinh-long/ba-tri"),
        ("tỉnh Vĩnh Long", "", "2025/vinh-long"),
        # not known, or of another type or province
        ("thị xã Ba Tri", "", None),
        ("Ba Tri", "Tiền Giang", None),
        ("Cai Lậy", "", None),
    ],
)  # fmt: skip
def test_a_place_is_found_by_id_or_name(
    asked: str, province: str, id_: str | None, places: tuple[Locality, ...]
) -> None:
    assert find(places, asked, province) == id_


def place(id_: str, **changes: Any) -> Locality:
    """Return a place."""
    return Locality.model_validate(
        {"id": id_, "name": id_.rpartition("/")[2], "type": "huyen", "code": None, **changes}
    )


def test_a_name_of_two_places_is_asked_again_by_id() -> None:
    table = [
        place("a", type="tinh"),
        place("a/chau", name="Châu Thành"),
        place("b", type="tinh"),
        place("b/chau", name="Châu Thành"),
    ]
    with pytest.raises(FaultError) as caught:
        find(table, "châu thành")
    assert str(caught.value) == (
        "“châu thành” là tên của nhiều nơi; hãy ghi --district bằng một trong các mã: a/chau, b/chau"
    )
    assert find(table, "châu thành", "b") == "b/chau"


def test_an_id_that_is_none_is_told_with_the_nearest(places: tuple[Locality, ...]) -> None:
    with pytest.raises(FaultError) as caught:
        find(places, "ben-tre/ba-try")
    assert str(caught.value).startswith(
        "không có địa bàn “ben-tre/ba-try” trong localities.yml; gần nhất: ben-tre/ba-tri"
    )


@pytest.mark.parametrize(
    "id_",
    [
        "ben-tre/ba-tri",
        "ben-tre/ba-tri/an-duc",
        "ben-tre",
        "2025/vinh-long/ba-tri",
        "2025/vinh-long",
    ],
)
def test_what_belongs_to_a_place_is_whole(id_: str, places: tuple[Locality, ...]) -> None:
    chosen = belonging(places, id_)
    ids = {chosen_.id for chosen_ in chosen}
    assert {
        place_.id for place_ in places if place_.id == id_ or place_.id.startswith(f"{id_}/")
    } <= ids
    for chosen_ in chosen:
        assert chosen_.successor is None or chosen_.successor in ids
        above = chosen_.id.rpartition("/")[0]
        assert above in {*ids, "", "2025"}
    assert [place_ for place_ in places if place_.id in ids] == [*chosen]


def test_a_district_does_not_bring_its_neighbours(places: tuple[Locality, ...]) -> None:
    ids = {place_.id for place_ in belonging(places, "ben-tre/ba-tri")}
    assert {
        id_ for id_ in ids if id_.startswith("ben-tre/") and not id_.startswith("ben-tre/ba-tri")
    } == set()
    assert "2025/vinh-long/an-hoi" not in ids


def test_a_commune_of_today_brings_the_communes_that_it_was_made_of(
    places: tuple[Locality, ...],
) -> None:
    ids = {place_.id for place_ in belonging(places, "2025/vinh-long/an-hiep")}
    assert {
        "ben-tre/ba-tri/an-hiep",
        "ben-tre/ba-tri/tan-hung",
        "ben-tre/ba-tri",
        "ben-tre",
        "2025/vinh-long",
    } <= ids
    assert "ben-tre/ba-tri/phu-le" not in ids


def test_a_sketch_leaves_codes_open_and_tells_types_by_their_words() -> None:
    found_ = sketch("Thị xã Cai Lậy", "tỉnh Tiền Giang", "Thành phố Mẫu")
    assert [(unit.id, unit.name, unit.type, unit.code, unit.successor) for unit in found_] == [
        ("2025/mau", "Mẫu", "thanh-pho", None, None),
        ("tien-giang", "Tiền Giang", "tinh", None, "2025/mau"),
        ("tien-giang/cai-lay", "Cai Lậy", "thi-xa", None, "2025/mau"),
    ]
    assert [unit.until for unit in found_] == [None, date(2025, 6, 30), date(2025, 6, 30)]
    assert path(found_, "tien-giang/cai-lay") == "thị xã Cai Lậy, tỉnh Tiền Giang"


@pytest.mark.parametrize("name", ["huyện ---", "…"])
def test_a_name_without_letters_is_refused(name: str) -> None:
    with pytest.raises(FaultError) as caught:
        sketch(name, "Tỉnh Mẫu")
    assert str(caught.value) == f"“{name}” không có chữ hay số nào để đặt mã; hãy ghi tên địa bàn"


named = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40)


@given(named, named, named)
def test_a_sketch_of_any_names_is_a_table_without_faults(
    district: str, province: str, now: str
) -> None:
    try:
        units = sketch(district, province, now)
    except FaultError:
        return
    made = Library(root="stories", stories=(), places=units)
    assert [str(problem) for problem in check(made)] == []
