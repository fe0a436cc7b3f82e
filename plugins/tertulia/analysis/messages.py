"""Every sentence that a summary can say; `wording.py` fills them, `locale/` translates them.

A place that takes a number is kept as a `Fact`. `{of_x}` stands beside each `{x}` for languages
that join the word for "of" with the article, as in "del precio".
"""

from collections.abc import Mapping

from tertulia.analysis.texts import Text, counted, message, named

MESSAGES: Mapping[str, Text] = {
    "nobody": message("There are no comments from the public yet."),
    "few": counted(
        "There is only {n} comment from the public: too little to say how the talk sounds.",
        "There are {n} comments from the public: too few to say how the talk sounds.",
    ),
    "few.none": counted(
        "There is {n} comment from the public and it gives no clear opinion:"
        " how the talk sounds cannot be said.",
        "There are {n} comments from the public and none gives a clear opinion:"
        " how the talk sounds cannot be said.",
    ),
    "few.courtesy": counted(
        "There is {n} comment from the public, a courtesy and no opinion.",
        "There are {n} comments from the public, all courtesy and no opinion.",
    ),
    "few.some": counted(
        "There is {n} comment from the public, but only {k} with a clear opinion:"
        " too few to say how the talk sounds.",
        "There are {n} comments from the public, but only {k} with a clear opinion:"
        " too few to say how the talk sounds.",
    ),
    "turn.all": counted(
        "Before the first answer the {n} message with an opinion is negative;"
        " after it, {k2} of {n2}.",
        "Before the first answer all {n} messages with an opinion are negative;"
        " after it, {k2} of {n2}.",
    ),
    "turn": counted(
        "Before the first answer {k} of the {n} messages with an opinion is negative;"
        " after it, {k2} of {n2}.",
        "Before the first answer {k} of the {n} messages with an opinion are negative;"
        " after it, {k2} of {n2}.",
        "k",
    ),
    "turn.none": counted(
        "Before the first answer the {n} message with an opinion is not negative;"
        " after it, {k2} of {n2}.",
        "Before the first answer none of the {n} messages with an opinion is negative;"
        " after it, {k2} of {n2}.",
    ),
    "all.positive": counted("The {n} opinion is positive.", "All {n} opinions are positive."),
    "all.neutral": counted("The {n} opinion is neutral.", "All {n} opinions are neutral."),
    "all.negative": counted("The {n} opinion is negative.", "All {n} opinions are negative."),
    "divided": message("Opinions are divided: {list}."),
    "tone": message("The tone is {how} {which}: {list}."),
    "between.positive": message("The tone is between neutral and positive: {list}."),
    "between.negative": message("The tone is between neutral and negative: {list}."),
    "unclear": counted(
        " (and {u} comment not classified)", " (and {u} comments not classified)", "u"
    ),
    "how.clearly": named("the tone is …", "clearly"),
    "how.mostly": named("the tone is …", "mostly"),
    "how.rather": named("the tone is …", "rather"),
    "which.positive": named("the tone is …", "positive"),
    "which.neutral": named("the tone is …", "neutral"),
    "which.negative": named("the tone is …", "negative"),
    "opinions.positive": counted("{n} positive opinion", "{n} positive opinions"),
    "opinions.neutral": counted("{n} neutral opinion", "{n} neutral opinions"),
    "opinions.negative": counted("{n} negative opinion", "{n} negative opinions"),
    # After one of the three before, as in "nine negative opinions, two positive".
    "more.positive": counted("{n} positive", "{n} positive"),
    "more.neutral": counted("{n} neutral", "{n} neutral"),
    "more.negative": counted("{n} negative", "{n} negative"),
    "agree": counted(
        "{a} comment agrees with the text and none disagrees.",
        "{a} comments agree with the text and none disagrees.",
        "a",
    ),
    "disagree": counted(
        "{d} comment disagrees with the text and none agrees.",
        "{d} comments disagree with the text and none agrees.",
        "d",
    ),
    "agree.both": message("People do not agree about the text: {a} for and {d} against."),
    "contested": message("People do not agree about {x}: {p} for and {n} against."),
    "subject": counted(
        "People speak mostly of {x} ({n} comment).",
        "People speak mostly of {x} ({n} comments).",
    ),
    "subjects": counted(
        "People speak mostly of {x} ({n} comment) and of {y} ({m}).",
        "People speak mostly of {x} ({n} comments) and of {y} ({m}).",
    ),
    "liked": counted(
        "Praise is mostly for {x} ({p} of {t} comment).",
        "Praise is mostly for {x} ({p} of {t} comments).",
        "t",
    ),
    "disliked": counted(
        "Complaints are mostly about {y} ({n} of {s} comment).",
        "Complaints are mostly about {y} ({n} of {s} comments).",
        "s",
    ),
    "liked.disliked": counted(
        "Praise goes to {x} ({p} of {t} comment), blame to {y} ({n} of {s}).",
        "Praise goes to {x} ({p} of {t} comments), blame to {y} ({n} of {s}).",
        "t",
    ),
    "brand.only": message("The brand answered the only message that waited for it"),
    "brand.all": counted(
        "The brand answered the {n} message that waited for it",
        "The brand answered all {n} messages that waited for it",
    ),
    "brand.some": counted(
        "The brand answered {a} of the {n} message that waited for it",
        "The brand answered {a} of the {n} messages that waited for it",
    ),
    "brand.none": counted(
        "The brand answered none of the {n} message that waited for it",
        "The brand answered none of the {n} messages that waited for it",
    ),
    "brand.nobody": message("The brand did not answer the only message that waited for it"),
    "author.only": message("The blog answered the only comment that left room for it"),
    "author.all": counted(
        "The blog answered the {n} comment that left room for it",
        "The blog answered all {n} comments that left room for it",
    ),
    "author.some": counted(
        "The blog answered {a} of the {n} comment that left room for it",
        "The blog answered {a} of the {n} comments that left room for it",
    ),
    "author.none": counted(
        "The blog answered none of the {n} comment that left room for it",
        "The blog answered none of the {n} comments that left room for it",
    ),
    "author.nobody": message("The blog did not answer the only comment that left room for it"),
    "first": message(", the first after {wait}"),
    "took": message(", after {wait}"),
    "voices": counted("Only {v} person speaks.", "{v} people speak.", "v"),
    "left": counted(
        "{u} question is left without an answer.",
        "{u} questions are left without an answer.",
        "u",
    ),
    "and.left": counted(
        "; {u} question is left without an answer",
        "; {u} questions are left without an answer",
        "u",
    ),
}
