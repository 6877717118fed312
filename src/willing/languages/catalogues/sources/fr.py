"""Ce qui est dit des sources et des articles d'une même origine, en français."""

from willing.languages.catalogues.fr import spaced

_WRITTEN = {
    # -- les articles par origine --
    "origins.count": "{reports}, {origins}.",
    "origins.count.in": "{reports} dans {folder}, {origins}.",
    "origins.reports.one": "{count} article",
    "origins.reports.many": "{count} articles",
    "origins.origins.one": "{count} origine",
    "origins.origins.many": "{count} origines",
    "origins.same": "UNE SEULE ORIGINE, COMPTÉE UNE FOIS",
    "origins.possible": "PEUT-ÊTRE UNE SEULE ORIGINE : À CONFIRMER",
    "origins.carries": "PASSAGES DE PLUSIEURS ORIGINES",
    "origins.passages": "PASSAGES COMMUNS, ORIGINES DISTINCTES",
    "origins.own": "ORIGINES DISTINCTES",
    "origins.item": "{file} (article {number})",
    "origins.all": "le même texte que {other}",
    "origins.share": "commun à {share} avec {other} (mesuré sur le plus court)",
    "origins.longest": "{count} mots d’affilée : « {text} » ({a} et {b})",
    "origins.place": "{start}–{end}",
    "origins.changed": "mais « {mine} » ici devient « {theirs} » dans {other} : mise à jour ou correction",
    "origins.pair": "{a} et {b}",
    "origins.alike": (
        "tous deux citent {agency}, à {days} jours d’écart au plus, et leurs mots se ressemblent ({alike}"
        " sur 1 ; au-delà de {least}, cela compte)"
    ),
    "origins.carries.of": (
        "{file} contient des passages de {others} : chaque déclaration qu’on en tire a besoin de sa propre origine"
    ),
    "origins.quotation": "une citation de {count} mots : « {text} »",
    "origins.background": "un passage de {count} mots : « {text} »",
    "origins.incomplete": (
        "Il y a trop d’articles pour tout chercher : les copies sont trouvées, les passages communs et "
        "les paires possibles peut-être pas tous."
    ),
    # -- les sources d'un plan --
    "sources.title": "Sources de {name}",
    "sources.as.of": "au {day}",
    "sources.sum": "Origines indépendantes : {origins}, pour {subjects}.",
    "sources.subjects.one": "{count} engagement ou hypothèse",
    "sources.subjects.many": "{count} engagements et hypothèses",
    "sources.single.one": "{count} engagement repose sur une seule origine : {names}.",
    "sources.single.many": "{count} engagements reposent sur une seule origine : {names}.",
    "sources.none.one": "{count} engagement n’a pas de source : {names}.",
    "sources.none.many": "{count} engagements n’ont pas de source : {names}.",
    "sources.pledges": "ENGAGEMENTS",
    "sources.assumptions": "HYPOTHÈSES",
    "sources.for": "pour",
    "sources.against": "contre",
    "sources.voice": "{origin} (aussi dans {sources})",
    "sources.carried": "{origin} (dans {sources})",
    "sources.against.by": "contre : {names}",
    "sources.nobody": "personne",
    "sources.orphans": "PASSAGES INTROUVABLES",
    "sources.orphan.gone": "{about} : « {says} » n’est pas dans {file}, le fichier de {source}.",
    "sources.orphan.left": (
        "{about} : « {says} » ne se trouve dans {file} que dans ce qui est écarté de l’article ({why})."
    ),
    "sources.unread": "FICHIERS ILLISIBLES",
    "sources.unread.file": "{file}, le fichier de {source}, {why}.",
    "sources.alike": "PEUT-ÊTRE UNE SEULE ORIGINE : À CONFIRMER",
    "sources.alike.same": (
        "{a} et {b} sont déclarés comme deux origines, mais leurs fichiers semblent être un seul texte."
    ),
    "sources.alike.possible": (
        "{a} et {b} sont déclarés comme deux origines, mais viennent peut-être d’une même agence."
    ),
    "sources.alike.passage": (
        "{a} et {b} sont déclarés comme deux origines, mais disent mot pour mot la même chose de {about} : « {says} »."
    ),
    "sources.alike.advice": 'S’ils n’en font qu’une, écrire origin = "{a}" sous [sources.{b}].',
    "sources.alike.effect": "Cela ferait une origine de moins pour : {about}.",
    "sources.alike.elsewhere": "Ce qu’ils disent de {about} n’est toutefois pas dans les deux fichiers.",
    "sources.carries": (
        "{source} contient dans son fichier des passages de {others} : donner à chacune de ses "
        "déclarations son origine."
    ),
    "sources.checked": "{found} passages sur {sought} ont été trouvés dans les fichiers de leurs sources.",
    "sources.checked.none": (
        "Aucun passage n’a pu être vérifié : aucune source munie d’un fichier n’en a (file = … sous [sources.ID])."
    ),
    "sources.no.file.one": "{count} déclaration vient d’une source sans fichier.",
    "sources.no.file.many": "{count} déclarations viennent de sources sans fichier.",
    "sources.incomplete": "Il y a trop d’articles pour les comparer tous de toutes les façons.",
}

TEXTS = {key: spaced(text) for key, text in _WRITTEN.items()}
