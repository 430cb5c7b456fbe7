"""Loading editions, and following a code from one to the next."""

from dataclasses import replace
from pathlib import Path

import pytest

from backend.taxonomy import editions, selectors, services
from backend.taxonomy.editions import BadEdition, Edition, Move, Node
from backend.taxonomy.models import Sector, TaxonomyVersion

pytestmark = pytest.mark.django_db


def shipped() -> Edition:
    return editions.read(editions.shipped()[-1])


def next_edition(*moves: Move, without: str = "", plus: tuple[Node, ...] = ()) -> Edition:
    now = shipped()
    nodes = tuple(node for node in now.nodes if node.code != without) + plus
    return replace(now, code="2099.1", nodes=nodes, moves=moves)


def leaf(code: str, *aliases: str) -> Node:
    return Node(code, code.split("_")[0], f"名{code}", f"Name {code}", aliases, (), ())


def write_edition(folder: Path, *, sectors: str, neighbors: str = "", moves: str = "", words: str = "") -> Path:
    (folder / "version.toml").write_text(
        'code = "t"\ntitle_zh = "题"\ntitle_en = "T"\nsource = "s"\neffective_date = 2026-01-01\n', encoding="utf-8"
    )
    (folder / "sectors.csv").write_text(f"code,parent_code,name_zh,name_en,aliases\n{sectors}", encoding="utf-8")
    (folder / "neighbors.csv").write_text(f"one,other\n{neighbors}", encoding="utf-8")
    (folder / "source_words.csv").write_text(f"word,code,why\n{words}", encoding="utf-8")
    (folder / "moves.csv").write_text(f"from_version,from_code,to_code,reason\n{moves}", encoding="utf-8")
    return folder


def test_migrating_loaded_the_shipped_edition() -> None:
    assert TaxonomyVersion.objects.get(is_current=True).code == shipped().code
    assert Sector.objects.filter(version__is_current=True).count() == 161


def test_loading_the_same_edition_again_changes_nothing() -> None:
    before = selectors.current_version().loaded_at
    assert services.load_edition(shipped()) is False
    assert selectors.current_version().loaded_at == before


def test_a_changed_alias_is_seen_at_once() -> None:
    assert selectors.resolve_word("某新词") == []
    edition = shipped()
    first = replace(edition.nodes[0], aliases=(*edition.nodes[0].aliases, "某新词"))
    assert services.load_edition(replace(edition, nodes=(first, *edition.nodes[1:]))) is True
    assert selectors.resolve_word("某新词") == ["QTM"]


def test_a_new_edition_takes_over_and_old_codes_follow_their_moves() -> None:
    old = shipped().code
    edition = next_edition(
        Move(old, "AI_NLP", "AI_SPEECH", "split"),
        Move(old, "AI_NLP", "AI_TEXT", "split"),
        Move(old, "QTM_ENAB", "", "ended"),
        without="AI_NLP",
        plus=(leaf("AI_SPEECH"), leaf("AI_TEXT", "文本智能")),
    )
    assert services.load_edition(edition) is True
    assert selectors.current_tree().version == "2099.1"
    assert selectors.successors("AI_NLP", old) == ["AI_SPEECH", "AI_TEXT"]
    assert selectors.successors("QTM_ENAB", old) == []
    assert selectors.successors("AI_CV", old) == ["AI_CV"]
    assert {(move.from_code, move.to_code) for move in selectors.moves()} == {
        ("AI_NLP", "AI_SPEECH"),
        ("AI_NLP", "AI_TEXT"),
        ("QTM_ENAB", ""),
    }
    assert TaxonomyVersion.objects.filter(is_current=True).count() == 1


def test_a_move_from_a_code_that_never_was_changes_nothing() -> None:
    with pytest.raises(services.MoveUnresolved):
        services.load_edition(next_edition(Move(shipped().code, "NEVER_WAS", "AI", "moved")))
    assert selectors.current_version().code == shipped().code
    assert not TaxonomyVersion.objects.filter(code="2099.1").exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"sectors": "A,,甲,Ay,词\nB,,乙,Bee,詞\n"}, "stands for both A and B"),
        ({"sectors": "A,,甲,Ay,\nA,,乙,Bee,\n"}, "a code occurs twice"),
        ({"sectors": "A_X,A,甲,Ay,\n"}, "is not a top sector"),
        ({"sectors": "A,,甲,Ay,\n", "neighbors": "A,Z\n"}, "Z is named but not in the tree"),
        ({"sectors": "A,,甲,Ay,\n", "moves": "0,B,Z,x\n"}, "Z is named but not in the tree"),
        ({"sectors": "A,,甲,Ay,\nB,,乙,Bee,\n", "words": "ay,B,why\n"}, "stands for both A and B"),
    ],
)
def test_an_edition_that_contradicts_itself_is_refused(tmp_path: Path, files: dict[str, str], words: str) -> None:
    with pytest.raises(BadEdition, match=words):
        editions.read(write_edition(tmp_path, **files))
