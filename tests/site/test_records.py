"""What a build left behind, against a site whose look-ups are plain values."""

from tertulia.site.records import Answers, Index, Left, Read, Record


class Site:
    """Pages with fields; counts how often it is asked."""

    def __init__(self, **pages: dict[str, str]) -> None:
        self.pages = pages
        self.asked: list[Read] = []

    def digest_of(self, read: Read) -> bytes:
        self.asked.append(read)
        match read:
            case ("view", id, field):
                return self.pages.get(id, {}).get(field, "").encode()
            case ("has", id):
                return str(id in self.pages).encode()
        return b"the same"

    def page_of(self, id: str) -> bytes:
        return repr(self.pages.get(id)).encode()

    def answers(self, left: Left) -> Answers:
        return Answers(left, self.digest_of, self.page_of)


READS: dict[str, set[Read]] = {
    "list": {("view", "a", "title"), ("view", "b", "title"), ("site", "rollup")},
    "other": {("view", "b", "title"), ("has", "c")},
}


def left_by(site: Site, reads: dict[str, set[Read]] = READS) -> Left:
    files = {name: Record(key=name.encode()) for name in reads}
    return site.answers(Left()).closed(files, reads)


def test_what_shows_a_field_that_has_changed_is_made_anew():
    left = left_by(Site(a={"title": "A"}, b={"title": "B"}))
    answers = Site(a={"title": "Z"}, b={"title": "B"}).answers(left)
    assert not answers.same(left.files["list"])
    assert answers.same(left.files["other"])


def test_a_field_that_nobody_looked_up_does_not_matter():
    left = left_by(Site(a={"title": "A"}, b={"title": "B"}))
    answers = Site(a={"title": "A", "body": "more"}, b={"title": "B"}).answers(left)
    assert all(map(answers.same, left.files.values()))


def test_a_page_that_comes_or_goes_is_noticed():
    left = left_by(Site(a={"title": "A"}, b={"title": "B"}))
    assert not (
        Site(a={"title": "A"}, b={"title": "B"}, c={}).answers(left).same(left.files["other"])
    )
    assert not Site(a={"title": "A"}).answers(left).same(left.files["other"])


def test_pages_that_are_as_they_were_are_not_looked_at_again():
    left = left_by(Site(a={"title": "A"}, b={"title": "B"}))
    site = Site(a={"title": "A"}, b={"title": "Z"})
    site.answers(left).same(left.files["list"])
    assert sorted(site.asked) == [("site", "rollup"), ("view", "b", "title")]


def test_look_ups_of_files_that_are_gone_are_dropped_and_the_others_stay_theirs():
    left = left_by(Site(a={"title": "A"}, b={"title": "B"}))
    site = Site(a={"title": "A"}, b={"title": "B"})
    files = {"other": left.files["other"], "new": Record()}
    closed = site.answers(left).closed(files, {"new": {("view", "b", "body")}})
    reads = {name: {closed.reads[n][0] for n in r.reads} for name, r in closed.files.items()}
    assert reads == {"other": READS["other"], "new": {("view", "b", "body")}}
    assert {read for read, _ in closed.reads} == READS["other"] | {("view", "b", "body")}
    assert dict(closed.reads)["view", "b", "title"] == b"B"
    assert set(closed.pages) == {"b", "c"}


def test_who_looks_up_the_same_again_leaves_what_it_would_leave_at_first():
    before = left_by(Site(a={"title": "A"}, b={"title": "B"}))
    now = Site(a={"title": "Z"}, b={"title": "B"})
    again = now.answers(before).closed(before.files, {"list": READS["list"]})
    assert again == left_by(now)
    assert all(map(now.answers(again).same, again.files.values()))


def test_who_looks_up_less_leaves_nothing_of_what_nobody_looks_up():
    before = left_by(Site(a={"title": "A"}, b={"title": "B"}))
    fewer = READS | {"list": READS["other"]}
    now = Site(a={"title": "Z"}, b={"title": "B"})
    files = before.files | {"list": Record(key=b"list")}
    assert set(now.answers(before).closed(files, {"list": fewer["list"]}).reads) == {
        *left_by(now, fewer).reads
    }


def test_an_index_tells_as_much_in_the_next_build():
    known = None
    left = left_by(Site(a={"title": "A"}, b={"title": "B"}))
    for title in ("X", "X", "Y"):
        site = Site(a={"title": "A"}, b={"title": title})
        answers = Answers(left, site.digest_of, site.page_of, known)
        clean = site.answers(left)
        for record in left.files.values():
            assert answers.same(record) == clean.same(record)
        looked_up = {name: READS[name] for name, r in left.files.items() if not clean.same(r)}
        files = {
            name: Record(key=name.encode()) if name in looked_up else r
            for name, r in left.files.items()
        }
        left = answers.closed(files, looked_up)
        known = answers.index
        assert known.left is left
        assert vars(Index(left)) == vars(known)


def test_an_index_of_something_else_is_not_used():
    left = left_by(Site(a={"title": "A"}, b={"title": "B"}))
    site = Site(a={"title": "Z"}, b={"title": "B"})
    answers = Answers(left, site.digest_of, site.page_of, Index(Left()))
    assert not answers.same(left.files["list"])
