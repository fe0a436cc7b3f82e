import json

import pytest

from tertulia.commands.evaluate_related import decoded, evaluate
from tertulia.core.errors import BadContent


def test_the_last_line_is_one_json_object(root, capsys):
    assert evaluate(root / "content") == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(figures["baselines"]) == {"tfidf", "tags", "random"}
    assert figures["links"] >= figures["queries"] > 0


def test_the_sample_site_is_predicted_better_than_by_plain_cosine(root, capsys):
    evaluate(root / "content")
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["mrr"] > figures["baselines"]["tfidf"]["mrr"]
    assert figures["recall_at_5"] > figures["baselines"]["tfidf"]["recall_at_5"]
    assert figures["never_shown"] <= 0.03
    assert figures["max_in_degree"] <= 15


def test_a_folder_without_posts_or_links_says_so(tmp_path):
    with pytest.raises(BadContent, match="no such folder"):
        evaluate(tmp_path / "nada")
    with pytest.raises(BadContent, match="no posts"):
        evaluate(tmp_path)
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(f"Title: {name}\n\nx\n")
    with pytest.raises(BadContent, match="none of its 2 posts"):
        evaluate(tmp_path)


@pytest.mark.parametrize(
    "raw",
    ["Niño".encode("cp1252"), "Niño".encode(), "Niño".encode("utf-16"), b"\xef\xbb\xbfNi\xc3\xb1o"],
)
def test_files_are_read_in_the_encodings_that_blogs_have(raw):
    assert decoded(raw) == "Niño"


def test_what_is_passed_over_is_told_and_made_folders_are_left_out(tmp_path, capsys):
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "b.md").write_text("Title: B\n\n[a](../a.md)\n")
    (tmp_path / "a.md").write_text("Title: A\nSlug: a\n\nUn tren tarde.\n")
    (tmp_path / "c.md").write_text("Title: C\n\nOtro tren, como [aquella vez](a.md).\n")
    (tmp_path / "roto.md").write_text("---\nx: [\n---\n\nx\n")
    assert evaluate(tmp_path) == 0
    printed = capsys.readouterr().out
    assert "passed over: roto.md" in printed
    assert json.loads(printed.splitlines()[-1])["posts"] == 2
