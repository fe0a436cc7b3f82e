from builders import page
from tertulia.edge.stamps import Stamps
from tertulia.site.threadfiles import digests_of, names_of


def test_an_alias_too_long_for_a_file_is_no_thread_file(tmp_path):
    (tmp_path / "uno.json").write_text("{}")
    names = names_of([page("uno", thread="uno", aliases=(f"/{'x' * 300}/",))])
    assert list(digests_of(tmp_path, names["uno"], Stamps({}))) == ["threads/uno.json"]
