"""Small classes over the three languages at once, for what does not depend on which of them it is."""

import re

#: Words of guarantees that need no name of a state beside them to be a guarantee.
GUARANTEE = re.compile(
    r"guarantee|backstop|safety net|assurances?|garanti|rückendeckung|absicherung durch|schutzschirm"
    r"|rückversicherung\b"
    r"|filet de sécurité|parapluie|umbrella",
    re.IGNORECASE,
)
BACKSTOP = re.compile(r"backstop|filet de sécurité", re.IGNORECASE)

#: Openers of conditions that count though nothing known stands behind them.
STRONG_IF = re.compile(
    r"(?:as part of|within|in the framework)|\W*(?:(?:but|aber|jedoch|mais) )?(?:only|nur|seulement"
    r"|uniquement)|\W*(?:hält|kommt|gibt es|stimmt|sollte|gelingt|bleibt|wird)|if|provid|the moment"
    r"|not before|pas avant|nicht vor|only|nur|seulement|uniquement|erst|on the understanding"
    r"|under (?:the right|certain|some|the following)|qu['’](?:après|avec|en cas|une fois)"
    r"|only (?:once|for)|as soon|sobald|dès (?:que|lors)|une fois|au cas|once|unless|as long|so long"
    r"|on (?:the )?condition|assuming|wenn|falls|sofern|solange|vorausgesetzt|unter"
    r"|si$|s['’]il|tant qu|que (?:dans|sous|par|avec)|à (?:la )?condition|pourvu|à moins|sous réserve|que si",
    re.IGNORECASE,
)
#: Openers behind which a no makes a condition: not without, not before.
NOT_BEFORE = re.compile(
    r"without|unless|until|before|ohne|bevor|bis|nicht vor|solange|erst|sans|à moins|avant|tant que|only|nur|qu['’]"
    r"|que ",
    re.IGNORECASE,
)
#: Openers that are prepositions: what hangs on them ends where the noun does, not where the clause does.
PREPOSITION = re.compile(
    r"nach|mit|ohne|bei|bis|im falle?|unter|vorbehaltlich|subject to|pending|(?:nur|erst|allenfalls) (?:nach|bei|mit|unter|auf|im rahmen)|im rahmen"
    r"|without|(?:only )?after|following|before|until|(?:only )?with|under|in (?:the )?(?:case|event) of|as part of"
    r"|in exchange for|sans|(?:seulement )?après|(?:qu['’])?(?:après|en cas|avec)|(?:que )?(?:sous|dans le cadre)"
    r"|avant|au lendemain|à l['’]issue|moyennant|dès",
    re.IGNORECASE,
)
#: Words behind which stands what somebody's part depends on, whatever that is.
DEPENDS = re.compile(
    r"depend|hing|hang|contingent|conditional|subject|pending|dépend|subordonn|conditionn", re.IGNORECASE
)
#: How a sentence begins that is the condition of the one before it.
CONDITION_IS = re.compile(
    r"\W*(?:(?:die |eine |einzige |erste )*(?:voraussetzung|bedingung)(?:en)?(?: dafür| dabei"
    r"| aber)? (?:sei|ist|sind|seien|bleibt|war)"
    r"|(?:the |its |their |one |his |her |only |sole )*(?:pre)?conditions?(?: for (?:that|this"
    r"|it))? (?:is|are|was|were|being)"
    r"|(?:la |une |sa |leur |seule |son |le )*(?:condition|préalable)s? (?:est|étant|reste|serait|:)"
    r"|(?:à|avec) une (?:seule )?condition\W)",
    re.IGNORECASE,
)
#: A German condition that begins with its verb: Hält die Waffenruhe, …
VERB_FIRST = re.compile(
    r"\W*(?:hält|kommt es|kommt|gibt es|stimmt|sollten?|steht|gelingt|bleibt|fällt|findet|wird|liegt"
    r"|beteiligen sich|scheitert"
    r"|machen|macht|käme|gäbe es|stünde)(?=\s[^,]+,\s+(?:dann\s+|so\s+)?(?:\w+(?:t|en|e)|wird|will"
    r"|kann|soll|muss|darf|sei)\s)",
    re.IGNORECASE,
)
#: The end of a war: what is to happen after it is planned for that time, and hangs on nothing more.
WAR_ENDS = re.compile(
    r"(?<!\w)(?:wars?|fighting|hostilities|krieg\w*|kampfhandlungen|guerre|combats|hostilités"
    r"|peace \w+|friedens\w+|paix)(?!\w)",
    re.IGNORECASE,
)
#: Openers that say all of the condition there is: under certain conditions.
WHOLE = re.compile(r"(?:conditions|circumstances|bedingungen|voraussetzungen)$", re.IGNORECASE)
#: Refusals that a no beside them or within denies: ruled nothing out, schließt … nicht aus.
EXCLUDES = re.compile(r"rul|schl[io]|ausgeschlossen|ausschl|exclu", re.IGNORECASE)
#: Verbs whose object are the soldiers of others.
TRAINS = re.compile(
    r"(?:be )?train|(?:zu )?(?:ausbild|auszubild|trainier)|form(?:er|era|eront|erait|eraient)(?!\w)|entraîn",
    re.IGNORECASE,
)
#: Hedges that lean to a yes.
LEANS = re.compile(
    r"open to|offen|in betracht|consider|contemplat|vorstellen|erw[äo]g|envisag|ouvert|could imagine"
    r"|think|denk|réfléch|überleg",
    re.IGNORECASE,
)
#: What points back to what was just said: ready *for that*.
BACK = re.compile(
    r"(?<!\w)(?:dazu|davon|das|dies|so|that|this|it|them|those|such|one|cela|ce|le faire|ça|en|y|l['’]|les"
    r"|dafür)(?!\w)",
    re.IGNORECASE,
)
UNNAMED = re.compile(
    r"(?<!\w)(?:sources?|officials?|diplomats?|kreise|diplomaten|insider|beamte|responsables?|diplomates?|anonym\w*"
    r"|unnamed|media|medien|médias|reports?|presse|hieß es|heißt es)(?!\w)",
    re.IGNORECASE,
)
SIZE = re.compile(
    r"force of|force de|troupe de|truppe von|streitmacht von|armee von|kontingent von|contingent of|contingent de"
    r"|-strong|mann starke|köpfige|soldaten starke|stark(?!\w)|strong(?!\w)|forte? de"
    r"|die rede|number|umfass|zählen|compter|compren|comprise|needs? (?:at least|about|around)"
    r"|need(?:ed)?|requires?|benötig|nötig|erforderlich|nécessit|il faudrait|it would take|total|insgesamt"
    r"|au total|talk",
    re.IGNORECASE,
)
FROM = re.compile(r"\s+(?:from|aus|de|d['’]|issus de|venus de|provenant de|of|von)\s*", re.IGNORECASE)
COUNTRIES = re.compile(
    r"\w*(?:countr|nation|länder|staaten|pays|états|states|allies|verbündete|alliés)\w*",
    re.IGNORECASE,
)
#: Support at large, or of long standing: no pledge of anything.
AT_LARGE = re.compile(
    r"as long as (?:it takes|needed|necessary)|so ?lange wie (?:nötig|notwendig)|so ?lange es (?:nötig"
    r"|dauert)|aussi longtemps qu"
    r"|(?:since|seit|depuis) (?:\w+ )?(?:19|20)\d\d|(?:der|die|the|l['’])?\s?(?:nato|otan|eu"
    r"|ue) (?:bei|in 20)|(?:joined|rejoint) (?:l['’])?(?:nato|otan)",
    re.IGNORECASE,
)
#: What follows is what somebody has not said.
WHETHER = re.compile(
    r"(?<!matter )(?<!no matter )(?<!regardless of )(?<!\w)whether(?! or not)(?!\w)|(?:^|,)\s*ob(?!\w)"
    r"|(?<!\w)(?:dit|dire|décidé|décidera|décider|savoir|précisé|indiqué|tranché|préciser) s(?:i(?!\w)|['’])",
    re.IGNORECASE,
)
#: A price that is named in a clause of its own: but it needs money for that.
NEEDS = re.compile(
    r"(?<!\w)(?:(?:still |yet )?(?:needs?(?! to)|awaits?|is awaiting)|wartet (?:noch |aber )*auf"
    r"|attend(?:ent)? (?:encore )?(?:l['’](?:accord|aval|approbation)|le feu vert)|would need"
    r"|braucht dafür|bräuchte dafür|verlangt dafür|fordert dafür|réclame(?:nt)?"
    r"|demande(?:nt)? en)(?!\w)",
    re.IGNORECASE,
)
GOVERNMENT = re.compile(r"(?<!\w)(?:government|cabinet|regierung|kabinett|gouvernement)(?!\w)", re.IGNORECASE)
#: What is left of a clause: …, but no troops.
BUT_NO = re.compile(
    r"(?:but|aber|jedoch|sondern|doch|mais|though|allerdings)?\W*(?:no|not|without|keine[nr]?|nicht"
    r"|pas d['’e]|aucune?|sans)(?!\w)"
    r"(?=\W*(?:[\w-]+\W*){1,4}$)",
    re.IGNORECASE,
)
#: Verbs that say something is given only beside what is.
NEEDS_OBJECT = re.compile(
    r"stell(?:t|en)|liefert|lädt|laden|übernimmt|met|verlegt|gibt.*|kommen|entsenden",
    re.IGNORECASE,
)
