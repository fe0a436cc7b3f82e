"""Tweets from an archive become linkbacks, and the answers below them comments."""

import json
import time

from reads import entries, read, skipped
from tertulia.core.model import Kind


def test_a_tweet_of_the_owner_is_a_linkback_and_the_answers_below_comments() -> None:
    first = {"id_str": "1", "full_text": "https://t.co/a", "entities": {"urls": [
        {"url": "https://t.co/a", "expanded_url": "https://b.example/p"}]}}  # fmt: skip
    reply = {"id_str": "2", "full_text": "más &amp; más", "in_reply_to_status_id_str": "1"}
    last = {"id_str": "3", "full_text": "fin", "in_reply_to_status_id_str": "2"}
    text = "window.YTD.tweet.part0 = " + json.dumps([{"tweet": t} for t in (first, reply, last)])
    found = entries(read("twitter", text))
    assert [e.kind for e in found] == [Kind.WEBMENTION, Kind.COMMENT, Kind.COMMENT]
    assert [e.text for e in found] == ["https://b.example/p", "más & más", "fin"]
    assert [e.parent for e in found] == [None, None, "twitter:twitter.com:2"]


def test_a_tweet_without_an_id_is_told_and_nobody_s_first() -> None:
    link = {"urls": [{"url": "https://t.co/a", "expanded_url": "https://b.example/p"}]}
    nameless = {"full_text": "Nada."}
    named = {"id_str": "1", "full_text": "https://t.co/a", "in_reply_to_status_id_str": ""}
    told = read("twitter", json.dumps([nameless, named | {"entities": link}]))
    assert [e.id for e in entries(told)] == ["twitter:twitter.com:1"]
    assert [s.reason for s in skipped(told)] == ["it has no id"]


def test_tweets_that_answer_each_other_in_a_circle_end() -> None:
    link = {"urls": [{"url": "https://t.co/a", "expanded_url": "https://b.example/p"}]}
    one = {"id_str": "1", "full_text": "Uno.", "in_reply_to_status_id_str": "2", "entities": link}
    two = {"id_str": "2", "full_text": "Dos.", "in_reply_to_status_id_str": "1", "entities": link}
    found = entries(read("twitter", json.dumps([one, two])))
    assert sorted((e.kind, e.parent) for e in found) == [
        (Kind.COMMENT, None),
        (Kind.WEBMENTION, None),
    ]


def test_a_long_thread_of_tweets_costs_as_little_for_each_as_a_short_one() -> None:
    link = {"urls": [{"url": "https://t.co/a", "expanded_url": "https://b.example/p"}]}
    tweets: list[dict[str, object]] = [
        {"id_str": str(n), "full_text": "a", "in_reply_to_status_id_str": str(n - 1)}
        for n in range(1, 10_001)
    ]
    tweets[0]["entities"] = link
    begun = time.process_time()
    assert len(entries(read("twitter", json.dumps(tweets)))) == len(tweets)
    assert time.process_time() - begun < 5
