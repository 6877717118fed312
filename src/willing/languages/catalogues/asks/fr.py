"""What is said of asks in French."""

TEXTS = {
    "asks.none": (
        "Il n’y a rien à demander : le plan n’a ni hypothèse ouverte ou fausse que l’on puisse demander, "
        "ni condition, ni décision, ni offre qui ne compte pas encore"
    ),
    "asks.reached": "Rien n’est à demander",
    "asks.unreachable": "Aucune demande n’y mène, pas même les {count} réunies",
    "asks.unreachable.apart": "Aucune demande n’y mène, de quelque façon que l’on combine les {count}",
    "asks.unreachable.lacks": "Même alors, il manque : {lacks}",
    "asks.unreachable.short": "Même alors, {what}",
    "asks.unsized": "Sans chiffre, donc compté ici pour rien : {names}",
    "asks.short": "{name} : il manquerait {count} sur {needs}",
    "asks.one": "Une seule demande suffirait",
    "asks.one.set": "{count} demandes réunies suffiraient",
    "asks.sets": "{count} combinaisons de demandes suffiraient ; le moindre effort d’abord",
    "asks.sets.more": (
        "{count} combinaisons de demandes suffiraient, et il peut y en avoir d’autres ; le moindre effort d’abord"
    ),
    "asks.open": (
        "Aucune combinaison de demandes qui suffise n’a été trouvée, mais toutes n’ont pu être examinées "
        "dans le temps imparti"
    ),
    "asks.open.stopped": "Aucune combinaison de demandes qui suffise n’a été trouvée avant l’arrêt de la recherche",
    "asks.bound": "Ce qui n’est pas nommé demande un effort d’au moins {bound}",
    "asks.stopped": "La recherche a été arrêtée : il peut y en avoir d’autres",
    "asks.time": "Tout n’a pu être examiné dans le temps imparti : il peut y en avoir d’autres",
    "asks.head": "{number}",
    "asks.head.effort": "{number}  effort {effort}",
    "asks.to": "{whom} : {what}",
    "asks.to.nobody": "personne n’est nommé qui en décide : {what}",
    "asks.assumption": "{name}",
    "asks.decision": "décider que oui",
    "asks.decision.label": "décider que oui ({label})",
    "asks.condition": "venir sans sa condition : {condition}",
    "asks.condition.label": "venir sans la condition de {label} : {condition}",
    "asks.stage": "aller au-delà de « {stage} » : seul compte ce qui est « {counts} »",
    "asks.stage.label": "aller au-delà de « {stage} » ({label}) : seul compte ce qui est « {counts} »",
    "asks.pledge": "{offer}",
    "asks.pledge.if": "{offer}, si : {condition}",
    "asks.then.firm": "alors acquis : {names}",
    "asks.then.together": "alors présents si tous agissent ensemble : {names}",
    "asks.then.lost": "ne seraient plus présents : {names}",
    "asks.then.possible": "alors plus exclus : {names}",
    "asks.then.hang": "alors il ne manque plus que : {lacks} – {names}",
    "asks.then.covers": "{name} : {now} → {then} sur {needs} ({share})",
    "asks.then.nothing": "personne d’autre ne bouge",
    "asks.more.one": "et {count} autre combinaison ; --most dit combien sont montrées",
    "asks.more.many": "et {count} autres combinaisons ; --most dit combien sont montrées",
    "asks.single": "CE QUE CHAQUE DEMANDE CHANGERAIT À ELLE SEULE, LE PLUS D’ABORD",
    "asks.single.none": "Aucune demande ne changerait rien à elle seule",
    "asks.single.some": "Toutes les demandes n’ont pu être examinées dans le temps imparti",
    "asks.single.more.one": "et {count} autre demande qui changerait quelque chose",
    "asks.single.more.many": "et {count} autres demandes qui changeraient quelque chose",
    "asks.single.nothing.one": "{count} autre demande ne changerait rien à elle seule",
    "asks.single.nothing.many": "{count} autres demandes ne changeraient rien à elles seules",
    "asks.single.line": "{what} : {brings}",
    "asks.somebody": "QUI EN DÉCIDE",
}
