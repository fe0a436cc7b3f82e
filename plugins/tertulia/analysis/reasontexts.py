"""Everything that a reason can say; `reasons.py` chooses, `locale/` translates."""

from collections.abc import Mapping

from tertulia.analysis.texts import Text, counted, message, named

REASONS: Mapping[str, Text] = {
    "quoted": message("“{words}”"),
    # What two cases share, in a row such as "the same brand and the opposite ending".
    "brand": named("in common", "the same brand"),
    "channel": named("in common", "same channel"),
    "sector": named("in common", "same sector"),
    "same_end": named("in common", "the same ending"),
    "other_end": named("in common", "the opposite ending"),
    "cited_case_case": message("a case cited in this one"),
    "cited_case_post": message("a case cited in this article"),
    "cited_post_case": message("an article cited in this case"),
    "cited_post_post": message("an article cited in this one"),
    "cites_case_case": message("a case that refers to this one"),
    "cites_case_post": message("a case that refers to this article"),
    "cites_post_case": message("an article that builds on this case"),
    "cites_post_post": message("an article that builds on this one"),
    "topic_other": message("another case of {topic}"),
    "topic_case": message("a case of {topic}"),
    "topic_post": message("an article that is also about {topic}"),
    "topic_tail": message("it is about {topic} too"),
    "phrases": message("both speak of {phrases}"),
    "silence": message("there nobody answered"),
    "silence_too": message("nobody answered there either"),
    "answered": message("there they answered in {there}"),
    "answered_both": message("there they answered in {there}, here in {here}"),
    "point": message("there too {aspect} is disputed"),
    "better": message("there the tone improved after the answer"),
    "better_too": message("there too the tone improved after the answer"),
    "worse": message("there the answer made things worse"),
    "worse_too": message("there too the answer made things worse"),
    "abandoned": message("there the customer had the last word"),
    "trigger": message("there it began with {trigger}"),
    "outcome_recovered": message("there it ended well"),
    "outcome_partly": message("there it was half mended"),
    "outcome_unresolved": message("there it was left unresolved"),
    "public": counted(
        "the conversation has {n} message of readers",
        "the conversation has {n} messages of readers",
    ),
    "picked": message("picked by the editors"),
    "near": message("the same matter in other words"),
}
