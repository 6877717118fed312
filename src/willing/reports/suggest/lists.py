"""Enumerations: several who are named together, members of a group, and how much each of them gives."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from willing.languages.amounts import Number, numbers
from willing.reports.suggest.actors import Mention
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.suggest.quantities import Quantity, capabilities, quantities
from willing.reports.text.spans import blank

#: Words that may stand between two who are named together.
_SMALL = re.compile(
    r"(?<!\w)(?:the|der|die|das|den|dem|la|le|les|l|d|also|auch|aussi|both|de|du|des|in|not|noch|then|puis|ensuite"
    r"|republic of|republik|république|dann|even|sogar|même|etwa|like|wie|comme|alongside|neighbou?ring)(?!\w)",
    re.IGNORECASE,
)
#: A relative clause, up to its comma or dash, or to the end.
_RELATIVE = {
    "en": re.compile(
        r"\s*[,–—-]\s(?:which|who|whose|where|whom|in which|of which)\s"
        r"[^,;–—]+(?:(?<=\d),(?=\d)[^,;–—]+)*(?P<end>[,;–—.]|$)"
    ),
    "de": re.compile(
        r"\s*,\s(?:(?:in|mit|an|auf|von|zu|für|bei|aus|durch|über|unter|gegen|um)\s)?"
        r"(?:der|die|das|den|dem|deren|dessen|denen)\s(?P<rest>(?:[^,;]|(?<=\d),(?=\d))*?\w+(?:t|te|n|r"
        r"|ei))\s*(?P<end>[,;.]|$)"
    ),
    "fr": re.compile(
        r"\s*[,–—-]\s(?:qui|dont|où|lequel|laquelle|lesquels|lesquelles|auquel|à qui)\s(?:[^,;–—]"
        r"|(?<=\d),(?=\d))+(?P<end>[,;–—.]|$)"
    ),
}
#: Whoever does something, and not who is named: any country that takes part; alle Staaten, die sich beteiligen.
_ALL_WHO = re.compile(
    r"(?<!among )(?<!of )(?<!are )(?<!\w)(?:any|every|all|those"
    r"|whichever)\s(?:\w+\s){0,2}?(?:countr(?:y|ies)|states?|nations?|allies|governments?|one)?\s?"
    r"(?P<who>(?:that|which|who)\s[^,;]+)"
    r"|(?<!\w)(?:alle[nr]?|jede[nrsm]?|jene[nr]?)\s(?:\w+\s){0,2}?(?:länder\w*|staat\w*|land"
    r"|verbündete\w*)(?P<die>,\s(?:die|der|das)\s[^,;]+)"
    r"|(?<!\w)(?:tous? les|toute?|tout|ceux)\s(?:\w+\s){0,2}?(?:pays|états?|force)?\s?(?P<qui>qui\s[^,;]+)",
    re.IGNORECASE,
)
#: Words for who is spoken of, within a relative clause; how far before it an office may stand.
_SOMEBODY = re.compile(
    r"(?<!\w)(?:it|they|he|she|we|its|their|es|er|sie|man|wir|seine?\w*|ihre?\w*|ils?|elles?|on|nous"
    r"|son|sa|ses|leurs?)(?!\w)",
    re.IGNORECASE,
)
_NEAR_OFFICE = 45
#: What leads from a group to its members: countries that have offered troops are; Mit … haben sich zwei Länder.
_ARE = re.compile(
    r"(?<!\w)(?:are|were|sind|seien|waren|wären|sont|étaient|seraient)\s+(?:(?:the|die|la|le|les)\s+|l['’])?",
    re.IGNORECASE,
)
_WITH_THEM = re.compile(r"^\W*(?:mit|with|avec)\s", re.IGNORECASE)
#: Relative pronouns, as they stand within a sentence.
_PRONOUNS = (" that ", " which ", " who ", ", die ", ", der ", ", das ", " qui ")
#: The pronoun of a relative clause whose subject is who stands before it; classes that tell how those stand.
_WHO = re.compile(r"\s*[,–—-]\s(?:which|who|der|die|das|qui)\s", re.IGNORECASE)
_STANDS = ("offers", "will", "ready", "refuses", "due", "giving")
#: What begins a line of a list, before the name; what stands behind it.
_BULLET = r"\W*(?:\d{1,2}[.)]\s*)?(?:the |die |der |das |la |le |les |l['’])?"
_AFTER_NAME = re.compile(r"(?:\s*\([^()]*\))?\s*(?:[-–—:|]|\t)\s*")
_LONGEST_LINE = 100
#: A share, as a target is told in, and how far behind the name it may stand.
_SHARE = re.compile(r"\d\s*(?:%|per ?cent|prozent|pour cent)", re.IGNORECASE)
_NEAR_SHARE = 40
#: How long a cell of a table may be, and how many stand in a row.
_LONGEST_CELL, _MOST_COLUMNS = 60, 8
#: A German infinitive that ends a clause: … zu finanzieren, … bereitzustellen.
TO_DO = re.compile(r"(?:(?<!\w)zu \w+|\w+zu\w+en)$", re.IGNORECASE)
#: How long what stands between two who are in office may be, and their names.
_OFFICES = 70
_NAMES = r"(?:\s+[^\W\d_a-zß-öø-ÿ][\w’'.-]+){0,3}"
_JOINT = re.compile(r"[,/&–—-]")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
#: What may stand between somebody and how much they give, with no verb: Estmark, only 300; Estmark (about 300).
_BEFORE_AMOUNT = re.compile(
    r"\s*[(:,–—-]?\s*(?:(?:with|mit|avec|an? (?:\w+ )?total of|un total de|insgesamt|à hauteur de|just|only"
    r"|nur|seulement|voraussichtlich|probably|likely|about|around|some|nearly"
    r"|almost|up to|at least|rund|je|jeweils|etwa|knapp|bis zu|environ|près de|quelque"
    r"|entre|jusqu['’]à|plus de|more than|mehr als|over|fast)"
    r"\s+){0,2}"
    r"(?:US|C|A)?[$€£]?",
    re.IGNORECASE,
)
_IN_TURN = re.compile(r"(?<!\w)(?:respectively|respectivement|beziehungsweise)(?!\w)", re.IGNORECASE)
#: What stands between how much and from whom; what leads to several such amounts.
_FROM_WHOM = re.compile(
    r"[^,;]{0,30}?\s*(?<!\w)(?:par|by|from|von|aus|de la part de|durch)\s+(?:(?:the|la|le|les|der|den)\s+|l['’]\s*)?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"(?<!\w)(?:dont|including|of which|davon|darunter|with)(?!\w)", re.IGNORECASE)
_EACH = re.compile(r"(?<!\w)(?:each|apiece|je|jeweils|chacune?)(?!\w)", re.IGNORECASE)
_ARTICLE_BEHIND = re.compile(r"\s+(?:(?:an?|one|einen?|une?|des|du|de la)\s+)?", re.IGNORECASE)
_LEADS = re.compile(
    r"(?:[,;(]|(?<!\w)(?:and|und|et|or|oder|ou|by|von|par|sowie|while|plus))\s*"
    r"(?:(?:celui|celle|the|die|der|das|la|le|les|de|du|des)\s+|[ld]['’])*$",
    re.IGNORECASE,
)


def joined(between: str, words: Lexicon) -> bool:
    """Whether two mentions are one subject: nothing but commas, an "and", articles, brackets between them."""
    rest = words.and_.sub(" ", _IN_BRACKETS.sub(" ", between))
    office = len(between) < _OFFICES and words.office.search(rest)
    if office:  # the Norlandic president Anna Muster and the Estmarkian
        rest = re.sub(rf"(?i:{words.office.pattern}){_NAMES}", " ", rest)
    elif rest == between and not _JOINT.search(between):
        return False  # die Niederlande der Ukraine
    return not re.sub(r"[\s,'’/&–—-]", "", _SMALL.sub(" ", rest))


def alike(found: list[Mention], said: str, words: Lexicon) -> list[Mention]:
    """Mentions that are joined are alike: "with the French and the British"; "by Norland, Estmark and Sudland"."""
    for at in range(1, len(found)):
        first, second = found[at - 1], found[at]
        between = said[first.end : second.start]
        if first.how == second.how == "adjective" and first.acting and joined(between, words):
            found[at] = replace(second, acting=True, place=False)  # des soldats norlandais et estmarquais
            continue
        if second.place or not joined(between, words):
            continue
        listed = "," not in between or words.speaks(said[: first.start])  # In Norland, Estmark has …: not alike
        if first.place and first.how != "adjective" and second.how == first.how and listed:
            found[at] = replace(second, place=True)
        elif first.owner and not second.owner and second.how in ("name", "group", "people"):
            found[at] = replace(second, owner=True)
    return found


def run(main: str, mentions: Sequence[Mention], start: int, words: Lexicon) -> list[Mention]:
    """Those who are named together from the first mention behind a place on."""
    found: list[Mention] = []
    for mention in (m for m in mentions if m.start >= start and m.how != "many"):
        if found and not joined(main[found[-1].end : mention.start], words):
            break
        if mention.how != "adjective" or mention.acting:
            found.append(mention)
    return found


def members(main: str, group: Mention, mentions: Sequence[Mention], words: Lexicon) -> list[Mention]:
    """The members of a group that are named beside it: 26 countries, among them Norland and Estmark, will …"""
    led = words.such.search(main, group.end, group.end + 45)
    if led is None:  # several countries have offered troops, including Norland and Estmark
        led = next(
            (m for m in words.such.finditer(main, group.end) if "," in main[m.start() - 1 : m.start() + 1]), None
        )
    if led is None and (colon := re.search(r":\s", main[group.end :])):
        found = run(main, mentions, group.end + colon.end(), words)
        ends = found and not re.search(r"\w", main[found[-1].end :])
        return found if ends and found[0].start - group.end - colon.end() <= 5 else []
    if led is None and (copula := _ARE.search(main, group.end)):
        found = run(main, mentions, copula.end(), words)
        near = found and found[0].start - copula.end() <= 5
        return found if near and not re.search(r"\w", main[found[-1].end :]) else []
    if led is None and _WITH_THEM.search(main, 0, group.start):
        found = run(main, mentions, 0, words)
        return found if len(found) > 1 and found[-1].end < group.start else []
    if led is None:
        led = re.compile(r"\s*[,(–—-]?\s*").match(main, group.end)
        if led is None or led.end() - led.start() < 1:
            return []
    found = run(main, mentions, led.end(), words)
    near = bool(found) and len(re.findall(r"\w+", main[led.end() : found[0].start])) <= 2
    return found if near and (len(found) > 1 or led.group().strip(" ,(–—-")) else []


def told_beside(
    content: str, mentions: Sequence[Mention], words: Lexicon
) -> Iterator[tuple[Mention, tuple[int, int], tuple[int, int]]]:
    """Who is named with a relative clause that tells how they stand: asked Norland, which will send 300 soldiers, to …

    With each the place of the whole clause, and that of what it says.
    """
    for match in _RELATIVE[words.language].finditer(content) if _WHO.search(content) else ():
        pronoun = _WHO.match(match.group())
        near = (m for m in mentions if m.end <= match.start() and not content[m.end : match.start()].strip(" )"))
        mention = next(near, None) if pronoun else None
        if pronoun is None or mention is None or mention.how in ("adjective", "many"):
            continue
        start, end = match.start() + pronoun.end(), match.start("end")
        stands = any(getattr(words, name).search(content, start, end) for name in _STANDS)
        if stands and not any(start <= m.start <= start + 6 for m in mentions):
            yield mention, (match.start(), end), (start, end)


def _of_a_thing(content: str, match: re.Match[str], mentions: Sequence[Mention], words: Lexicon) -> bool:
    """Whether a relative clause is of a thing, not of who is named, nor of what those do: a compromise that would …"""
    before = content[: match.start()].rstrip(" )")
    near = before[-_NEAR_OFFICE:]
    if any(m.end >= len(before) - 1 and m.start < len(before) for m in mentions) or words.office.search(near):
        return False
    return _SOMEBODY.search(match.group()) is None and any(m.start < match.start() for m in mentions)


def without_relative_clauses(content: str, mentions: Sequence[Mention], words: Lexicon) -> str:
    """A sentence without what is only said beside a name or a thing, if how somebody stands is said without it."""
    for match in _ALL_WHO.finditer(content) if any(who in content for who in _PRONOUNS) else ():
        start = max(match.start(name) for name in ("who", "die", "qui"))
        content = blank(content, start, match.end())
    for match in _RELATIVE[words.language].finditer(content):
        pronoun = re.match(r"\W*\w+\W+", match.group())
        named = match.start() + (pronoun.end() if pronoun else 0)
        if any(named <= m.start <= named + 6 for m in mentions):
            continue  # die Niederlande; dont l'Irlande: a list; which Norland rejects: what somebody else says of it
        if words.language == "de" and TO_DO.search(match["rest"]):
            continue  # die Fregatte zu entsenden: what is promised
        closing = match.start("end") + (1 if match["end"] in tuple(",–—") else 0)
        rest = blank(content, match.start(), closing)
        thing = _of_a_thing(content, match, mentions, words)
        if thing or words.speaks(rest) or words.among.search(rest):
            content = blank(content, match.start() + 1, match.start("end"))
    return content


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a list: who, and how much of what; code points ``start`` to ``end`` of it say the amount."""

    mention: Mention
    quantities: tuple[Quantity, ...]


def line_of(said: str, mentions: Sequence[Mention], words: Lexicon) -> Line | None:
    """A sentence that is a line of a list: Norland – 100 soldiers; Estmark: $5 million; Sudland - 20 percent."""
    first = next(iter(mentions), None)
    if first is None or first.how not in ("name", "group") or not re.fullmatch(_BULLET, said[: first.start], re.I):
        return None
    led = _AFTER_NAME.match(said, first.end)
    if led is None or len(said) - led.end() > _LONGEST_LINE or words.said.search(said, led.end()):
        return None
    counted = tuple(q for q in quantities(said, words) if q.start >= led.end())
    share = _SHARE.search(said, led.end(), led.end() + _NEAR_SHARE)
    return Line(mention=first, quantities=counted) if counted or share else None


def cells_of(said: Sequence[str], mentioned: Sequence[Sequence[Mention]], words: Lexicon) -> dict[int, Line]:
    """The cells of tables, each a sentence of its own: behind a name how much, of what the cell or its column says."""
    names = {
        n: found[0]
        for n, found in enumerate(mentioned)
        if len(said[n]) <= _LONGEST_CELL and len(found) == 1 and found[0].how in ("name", "group")
        and re.fullmatch(_BULLET, said[n][: found[0].start], re.I) and not re.search(r"\w", said[n][found[0].end :])
    }  # fmt: skip
    rows = sorted(names)
    first: dict[tuple[int, int], int] = {}  # the first row of the table that one is in
    found: dict[int, Line] = {}
    for at, row in enumerate(rows):
        width = (rows[at + 1] if at + 1 < len(rows) else row + (row - rows[at - 1] if at else 0)) - row
        beside = row - width in names or row + width in names
        if not 2 <= width <= _MOST_COLUMNS or not beside or row + width > len(said):
            continue
        head = first.setdefault((row, width), first.get((row - width, width), row))
        for column in range(1, width):
            cell = said[row + column]
            counted = quantities(cell, words) if len(cell) <= _LONGEST_CELL else ()
            above = said[head - width + column] if head >= width else ""
            kinds = capabilities(above, words) if len(above) <= _LONGEST_CELL else ()
            bare = numbers(cell, words.language)
            if not counted and kinds and len(bare) == 1 and not re.search(r"[^\W\d]", cell) and bare[0].value > 0:
                counted = (Quantity(start=0, end=len(cell), capability=kinds[0][2], amount=bare[0].value),)
            if counted:
                found[row + column] = Line(mention=names[row], quantities=counted)
    return found


def portions(
    main: str, mentions: Sequence[Mention], words: Lexicon, capability: str | None = None
) -> dict[Mention, Quantity]:
    """How much each of several gives, with no verb of their own: Norland (600 soldiers) and Estmark (300).

    ``capability``: what bare numbers count where the text names nothing.
    """
    bare = numbers(main, words.language)
    counted = quantities(main, words)
    found: dict[Mention, Quantity] = {}
    for mention in mentions:
        if mention.place or mention.how == "adjective":
            continue
        if thing := _thing_behind(main, mention, words):
            found[mention] = thing
            continue
        near = _BEFORE_AMOUNT.match(main, mention.end)
        number = next((n for n in bare if near and mention.end < n.start and n.start - near.end() <= 1), None)
        if near is None or number is None or not (near.group().strip()[:1] in ("(", ":") or _led(main, mention)):
            continue
        quantity = next((q for q in counted if q.start <= number.start < q.end), None)
        thing = next((q for q in reversed(counted) if q.start < number.start), None) or next(iter(counted), None)
        of = thing.capability if thing is not None else capability
        if quantity is None and of is not None and number.value > 0 and not 1900 <= number.value <= 2100:
            quantity = Quantity(start=number.start, end=number.end, capability=of, amount=number.value)
        if quantity is not None:
            found[mention] = quantity
    found |= _by(main, mentions, bare, counted)
    named = [m for m in mentions if not m.place and m.how != "adjective"]
    if counted and not found and len(named) == len(bare) > 1 and _IN_TURN.search(main):
        of = counted[-1].capability  # Norland and Estmark will send 300 and 200 soldiers respectively
        return {
            m: Quantity(start=n.start, end=n.end, capability=of, amount=n.value)
            for m, n in zip(named, bare, strict=True)
        }
    return found | _each(main, mentions, found, words)


def _by(
    main: str, mentions: Sequence[Mention], bare: Sequence[Number], counted: Sequence[Quantity]
) -> dict[Mention, Quantity]:
    """How much comes from each of several: 110 million from Norland, 244 by Estmark."""
    found: dict[Mention, Quantity] = {}
    for mention in mentions:
        number = next((n for n in reversed(bare) if n.end < mention.start), None)
        led = _FROM_WHOM.fullmatch(main, number.end, mention.start) if number else None
        if led is None or number is None or not counted or not _SEVERAL.search(main, 0, number.start):
            continue
        quantity = next((q for q in counted if q.start <= number.start < q.end), None)
        of = next((q.capability for q in reversed(counted) if q.start < number.start), counted[0].capability)
        found[mention] = quantity or Quantity(start=number.start, end=number.end, capability=of, amount=number.value)
    return found if len(found) > 1 else {}


def _thing_behind(main: str, mention: Mention, words: Lexicon) -> Quantity | None:
    """What somebody gives with no verb and no number: …, Estmark a helicopter and Sudland medics."""
    if mention.words.isupper() or not _led(main, mention).strip() or _led(main, mention) == "^":
        return None  # and US troops
    near = _ARTICLE_BEHIND.match(main, mention.end)
    thing = next((t for t in capabilities(main, words) if near and t[0] == near.end()), None)
    return Quantity(start=thing[0], end=thing[1], capability=thing[2]) if thing else None


def _each(
    main: str, mentions: Sequence[Mention], found: Mapping[Mention, Quantity], words: Lexicon
) -> dict[Mention, Quantity]:
    """Those who are named right before one with an amount, and joined to it: Estmark and Sudland 10 million each."""
    more: dict[Mention, Quantity] = {}
    for first, second in reversed([*pairwise(mentions)]):
        quantity = found.get(second) or more.get(second)
        if quantity is None or first in found or first.place or not joined(main[first.end : second.start], words):
            continue
        each = _EACH.search(main, max(second.end, quantity.start - 12), min(len(main), quantity.end + 40))
        if each or _led(main, first).strip(" ,;"):
            more[first] = quantity if each else replace(quantity, amount=None, up_to=None)
    return more


def _led(main: str, mention: Mention) -> str:
    """What leads to one of several: a comma, an "and"."""
    lead = main[max(0, mention.start - 25) : mention.start]
    match = _LEADS.search(lead)
    return match.group() if match else "" if lead.strip(" '’lLaAeEsS") else "^"
