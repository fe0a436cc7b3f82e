from builders import page
from tertulia.edge.stamps import Stamps
from tertulia.site.threadfiles import digests_of, names_of, there_in


def test_an_alias_too_long_for_a_file_is_no_thread_file(tmp_path):
    (tmp_path / "uno.json").write_text("{}")
    names = names_of([page("uno", thread="uno", aliases=(f"/{'x' * 300}/",))])
    assert list(digests_of(tmp_path, names["uno"], Stamps({}))) == ["threads/uno.json"]


def test_of_a_folder_that_was_listed_only_what_may_be_there_is_looked_for(tmp_path):
    for name in ("uno.json", "uno.overrides.toml", "Año Ñ.overrides.toml"):
        (tmp_path / name).write_text("{}")
    stamps = Counting({})
    there = there_in(tmp_path)
    assert there is not None
    for names in (["uno"], ["dos"], ["AÑO ñ"]):
        assert digests_of(tmp_path, names, stamps, there) == digests_of(tmp_path, names, Stamps({}))
    looked = [path.rpartition("/")[2] for path in stamps.asked]
    # "AÑO ñ" may be the same name here or not: the disk knows
    assert looked == ["uno.json", "uno.overrides.toml", "AÑO ñ.overrides.toml"]


def test_a_site_without_threads_has_none_of_their_files(tmp_path):
    assert there_in(tmp_path / "threads") == frozenset()
    (tmp_path / "file").write_text("")
    assert there_in(tmp_path / "file") is None


class Counting(Stamps):
    """Notes what it is asked for."""

    def __init__(self, known):
        super().__init__(known)
        self.asked = []

    def digest(self, path):
        self.asked.append(path)
        return super().digest(path)
