"""The rules, each by itself. A rule looks at one file, or at all of them together."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from string import Formatter

from .files import LANGUAGES, Fault, File, texts
from .plain import FIELD, HARDEST, HARDEST_FOR_STAFF, HARDEST_MEAN, LONGEST_SENTENCE, lix, paragraphs, sentences

FRONT = ("source", "source_date", "certainty", "checked_by", "checked_on", "next_check")
CERTAINTY = ("seed", "public", "assumed")
STAFF_READ = re.compile(r"texts/(desk|check)\.yaml|municipalities/[a-z]+\.yaml")
NO_ARTICLES = re.compile(r"(texts|demo)/.*|municipalities/[a-z]+\.yaml")
EDITORS_NOTE = re.compile(r"\[|\]|\bTODO\b|\bXXX\b|\?\?|lorem ipsum|\bTK\b", re.IGNORECASE)
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
ADDRESS = re.compile(r"\b(?:https?|file|ftp)://\S+")
BOKMAL = re.compile(
    r"\b(ikke|jeg|selv|noe|noen|hva|hvem|hvor|hvordan|hvorfor|hvis|fra|mer|bare|hjem|hjemme|uke|uker|vet|kommer|gjør"
    r"|trenger|bilder?|bolig|boligen|søke|vanskelig|begyn[nt]e|ennå|ham|svarene|uten|mens|en|et)\b",
    re.IGNORECASE,
)
MUNICIPALITY = re.compile(r"municipalities/[a-z]+\.yaml")
TIME_BOOK = (None, True, False, "elsewhere")
STANDARD = "NEK EN"
BETTER_WORDS = {
    "overvåk": "våke over", "problem": "mulighet", "omorganisering": "omstilling", "krav": "forbedring",
    "kritikk": "mening",
}  # fmt: skip
"""The founding documents' own list: the left word makes people shrink, the right one invites them."""

Rule = Callable[[File], Iterator[Fault]]


def front(file: File) -> Iterator[Fault]:
    for name in FRONT:
        if name not in file.tree:
            yield file.fault("lacks", name=name)
    if file.tree.get("certainty", "seed") not in CERTAINTY:
        yield file.fault("certainty", "certainty")
    for name in ("source_date", "next_check"):
        if name in file.tree and not isinstance(file.tree[name], date):
            yield file.fault("no_date", name, name=name)
    if file.tree.get("checked_by") != "nobody" and not isinstance(file.tree.get("checked_on"), date):
        yield file.fault("checked_when", "checked_on")


def overdue(file: File) -> Iterator[Fault]:
    due = file.tree.get("next_check")
    if isinstance(due, date) and due < date.today():  # noqa: DTZ011 - a day at the desk of whoever runs this
        yield file.fault("overdue", "next_check", grave=False, day=due.isoformat())


def languages(file: File) -> Iterator[Fault]:
    for place, words in texts(file):
        for lacking in [name for name in LANGUAGES if not words.get(name)]:
            yield file.fault("language", *place, language=lacking)
        for stranger in words.keys() - set(LANGUAGES):
            yield file.fault("no_language", *place, stranger, language=stranger)


def blanks(file: File) -> Iterator[Fault]:
    """What is filled in must be the same in every language, and nothing else may look like it."""
    for place, words in texts(file):
        if len({tuple(sorted(FIELD.findall(text))) for text in words.values()}) > 1:
            yield file.fault("blanks", *place)
        for language, text in words.items():
            if "%" in FIELD.sub("", text) or any(name for _, name, _, _ in Formatter().parse(text) if name):
                yield file.fault("odd_sign", *place, language)


def notes(file: File) -> Iterator[Fault]:
    for language, text, line in _read_aloud(file):
        if found := EDITORS_NOTE.search(LINK.sub(r"\1", text)):
            yield Fault(file.name, line, "note", {"note": found[0], "language": language})


def links(file: File) -> Iterator[Fault]:
    for _, text, line in _read_aloud(file):
        for words, address in LINK.findall(text):
            if not address.startswith(("/", "https://", "tel:")):
                yield Fault(file.name, line, "link", {"words": words, "address": address})
        for address in ADDRESS.findall(text):
            if not address.startswith("https://"):
                yield Fault(file.name, line, "link", {"words": address, "address": address})


def hardness(file: File) -> Iterator[Fault]:
    """Paragraph by paragraph, and the file as a whole, in both forms of Norwegian."""
    limit = HARDEST_FOR_STAFF if STAFF_READ.fullmatch(file.name) else HARDEST
    all_of_it: list[float] = []
    for language, text, line in _read_aloud(file):
        if language == "en":
            continue
        for paragraph in paragraphs(text):
            all_of_it.append(lix(paragraph))
            if all_of_it[-1] > limit:
                said = {"lix": round(all_of_it[-1]), "limit": limit, "words": " ".join(paragraph.split()[:8])}
                yield Fault(file.name, line, "hard", said)
    if limit == HARDEST and all_of_it and sum(all_of_it) / len(all_of_it) > HARDEST_MEAN:
        yield file.fault("hard_mean", lix=round(sum(all_of_it) / len(all_of_it)), limit=HARDEST_MEAN)


def breath(file: File) -> Iterator[Fault]:
    for language, text, line in _read_aloud(file):
        for sentence in sentences(LINK.sub(r"\1", text)):
            if language != "en" and len(sentence.split()) > LONGEST_SENTENCE:
                yield Fault(file.name, line, "long", {"words": " ".join(sentence.split()[:8])})


def nynorsk(file: File) -> Iterator[Fault]:
    for language, text, line in _read_aloud(file):
        if language == "nn" and (found := BOKMAL.search(LINK.sub(r"\1", text).replace(STANDARD, ""))):
            yield Fault(file.name, line, "bokmal", {"word": found[0]})


def kind_words(file: File) -> Iterator[Fault]:
    if NO_ARTICLES.fullmatch(file.name):
        return
    for language, text, line in _read_aloud(file):
        for word, better in BETTER_WORDS.items():
            if language != "en" and re.search(rf"\b{word}\w*", text, re.IGNORECASE):
                yield Fault(file.name, line, "word", {"word": word, "better": better}, grave=False)


def prices(file: File) -> Iterator[Fault]:
    price = file.tree.get("price")
    if isinstance(price, Mapping):
        for lacking in [name for name in ("year", "source") if not price.get(name)]:
            yield file.fault("price", "price", name=lacking)


def time_book(file: File) -> Iterator[Fault]:
    """A municipality's health station has its time book here or `elsewhere`, or there is none."""
    services = file.tree.get("services") if MUNICIPALITY.fullmatch(file.name) else None
    if isinstance(services, Mapping) and services.get("health_station") not in TIME_BOOK:
        found = services["health_station"]
        yield file.fault("unknown", "services", "health_station", name="health_station", value=found)


def _read_aloud(file: File) -> Iterator[tuple[str, str, int]]:
    """(language, text, line) of everything a person reads in this file."""
    for place, words in texts(file):
        for language, text in words.items():
            yield language, str(text), file.line((*place, language))
    if file.body:
        yield file.language, file.body, file.body_line
        for name in ("title", "lead"):
            yield file.language, str(file.tree.get(name, "")), file.line((name,))


EACH: tuple[Rule, ...] = (
    front, overdue, languages, blanks, notes, links, hardness, breath, nynorsk, kind_words, prices,
    time_book,
)  # fmt: skip


def pairs(files: list[File]) -> Iterator[Fault]:
    """An article is there in every language."""
    there = {file.name for file in files if file.language}
    for name in sorted(there):
        for language in LANGUAGES:
            if f"{name[:-5]}{language}.md" not in there and name.endswith(".nb.md"):
                yield Fault(name, 1, "article", {"language": language})


def keys(files: list[File]) -> Iterator[Fault]:
    """A text stands in one file only."""
    seen: dict[str, str] = {}
    for file in files:
        for key in file.tree if file.name.startswith("texts/") else ():
            if "." in key and seen.setdefault(key, file.name) != file.name:
                yield file.fault("key_twice", key, name=key, other=seen[key])


def own_words(files: list[File]) -> Iterator[Fault]:
    """No two types of technology are told with the same sentence."""
    seen: dict[tuple[str, str], str] = {}
    for file in files:
        if not file.name.startswith("technology/types/"):
            continue
        for language, text, line in _read_aloud(file):
            for sentence in sentences(text):
                first = seen.setdefault((language, sentence.lower()), file.name)
                if first != file.name and len(sentence.split()) > MOST_COMMON:
                    yield Fault(file.name, line, "same_words", {"words": sentence, "other": first})


MOST_COMMON = 3
"""So few words anybody may say twice: "Spør kommunen først."."""
TOGETHER: tuple[Callable[[list[File]], Iterator[Fault]], ...] = (pairs, keys, own_words)
