"""The handbook: two languages, one set of pages, every link true."""

import re

import pytest

from kartei.help import rendering
from kartei.help.handbook import FOLDER, articles, handbook

ARTICLES = FOLDER
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def names(language: str) -> set[str]:
    return {path.name for path in (ARTICLES / language).glob("*.md")}


def test_each_article_exists_in_both_languages() -> None:
    assert names("de") == names("en")
    assert len(names("de")) > 2


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_link_of_an_article_leads_to_a_file(language: str) -> None:
    for path in (ARTICLES / language).glob("*.md"):
        for target in LINK.findall(path.read_text()):
            assert (path.parent / target).is_file(), (path.name, target)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_list_names_each_article_once(language: str) -> None:
    listed = re.findall(
        r"^\* \[[^]]+\]\(([a-z-]+\.md)\): \S", (ARTICLES / language / "README.md").read_text(), re.MULTILINE
    )
    assert sorted(listed) == sorted(names(language) - {"README.md"})


def outline(name: str, language: str) -> list[str]:
    tokens = rendering.parse((ARTICLES / language / name).read_text())
    return [token.tag for token in tokens if token.type == "heading_open"]


def test_the_headings_of_a_pair_follow_one_another_alike() -> None:
    """The anchors are those of the English headings, so that a link holds in both languages."""
    for name in names("de"):
        assert outline(name, "de") == outline(name, "en"), name
        assert outline(name, "de").count("h1") == 1, name


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_anchors_of_an_article_are_told_apart(language: str) -> None:
    for article in articles(language):
        anchors = [section.anchor for section in article.sections]
        assert len(set(anchors)) == len(anchors), article.name


def test_subjects_hold_the_same_articles_in_the_same_order() -> None:
    german, english = (
        [[each.name for each in subject.articles] for subject in handbook(code)] for code in ("de", "en")
    )
    assert german == english


@pytest.mark.parametrize("language", ["de", "en"])
def test_anchors_within_links_exist(language: str) -> None:
    for article in articles(language):
        for name, anchor in re.findall(r'href="\.\./([a-z-]+)/[^"#]*#([^"]+)"', article.html):
            assert anchor in {
                each.anchor for other in articles(language) if other.name == name for each in other.sections
            }
