"""French words of pledges."""

GIVES = r"""
céder|prêter|se contenter|verser|débloquer|payer|ajouter|aller|venir|appareiller|doubler|mettre|maintenir
dégager|accorder|abonder|consacrer|franchir|se rendre|monter|y aller|embarquer|livrées?|envoyer|déployer
dépêcher|contribuer|participer|prendre part|prenne part|fournir|mettre (?:\w+ ){0,3}?à disposition
mettre sur pied|rejoindre|engager|livrer|mobiliser|soutenir|aider|apporter|joindre|intégrer|assurer
prendre la tête|former|stationner|affecter|s'associer|s’associer|associer|surveiller|sécuriser|protéger
patrouiller|escorter|financer|offrir|donner|être de la partie|faire partie|mener|diriger|appuyer|engagées?
(?:être|seront?|serait|seraient|sera) (?:envoyée?s?|déployée?s?|fournie?s?|mobilisée?s?)|accueillir|prêter
aligner|céder
"""

GIVING = r"""
cèdent?|céder(?:a|ont|ait|aient)|donnent?|prêter(?:a|ont|ait)|prêtent?|se contenter(?:a|ont)
s['’]engager(?:a|ont|ait|aient)|verse|versent|paie|débloque|débloquent|maintient|maintiennent
met (?:[^,.;]+ )?sur la table|a mis (?:[^,.;]+ )?sur la table
(?:verser|débloquer|paier|ajouter|ir|viendr|doubler|maintiendr|franchir|donner|partir|appareiller|consacrer|accueiller)(?:a|ai|ons|ont|ait|aient)
envoie|envoient|déploie|déploient|dépêche|participe|participent|prend part|prennent part|contribue|contribuent
rejoint|rejoignent|met (?:\w+ ){0,4}?à disposition|mettent (?:\w+ ){0,4}?à disposition|fournit|fournissent
(?:enverr|déploier|dépêcher|contribuer|participer|prendr|fournir|mettr|rejoindr|engager|livrer|mobiliser|soutiendr|apporter|assurer|joindr|affecter|intégrer|aligner|appuier|financer)(?:a|ai|ons|ont|ait|aient)
s'engage à|s’engage à|s'engagent à|s’engagent à
"""

JOINS = r"""
cèdent?|céder(?:a|ont|ait|aient)|donnent?|prêter(?:a|ont|ait)?|s['’]engager(?:a|ont|ait|aient)?|participer
participe(?:nt)?|particip(?:era|eront|erait|eraient)|prendre part|prend part|prennent part|contribuer
contribu(?:e|ent|era|eront|erait|eraient)|rejoindre|rejoint|rejoignent|rejoindr(?:a|ont|ait|aient)|joindre
associer|faire partie|être de la partie|verser|vers(?:e|ent|era|eront|erait)|donner(?:a|ont|ait|aient)
"""

EVENTS = r"""
réunions?|sommets?|conférences?|pourparlers|négociations?|discussions?|visioconférence|vidéoconférence|cérémonie
vote|élections?|table des négociations|groupe de contact|exercices?|sanctions|rencontre
"""

PART = r"""
offre|promesse|participation|contribution|contributions|envoi|déploiement|engagement|implication|présence
contingent|concours|apport
"""

FORCE = r"""
fonds|flottille|pont aérien|convoi humanitaire|forces?|mission|missions|coalition|opération|opérations|alliance
troupes?|soldats?|militaires?|maintien de la paix|casques bleus|contingents?|convois?|escorte|patrouilles?
réassurance|zone d'exclusion aérienne|zone d’exclusion aérienne|dispositif|garanties?|interposition|hommes
surveillance|bouclier
"""

WILL = r"""
(?:verser|débloquer|paier|ajouter|viendr|doubler|maintiendr|franchir|donner|partir|appareiller|consacrer)(?:a|ai|ons|ont)
va|vont|vais|allait|allaient|ira|iront|entend|entendent|compte|comptent|veut|veulent|veuille|voulait|souhaite
souhaitent|souhaitait|prévoit|prévoient|prévoyait|projette|projettent|a décidé|ont décidé|avait décidé|décide
décidé|résolue?s?|déterminée?s?|intention|envisage de|envisagent de|s'apprête|s’apprête|s'apprêtent|s’apprêtent
vouloir|désireux|compter
(?:enverr|déploier|dépêcher|contribuer|participer|prendr|fournir|mettr|rejoindr|engager|livrer|mobiliser|soutiendr|apporter|assurer|joindr|affecter|fer|ser|aur|intégrer|aligner|aider|appuier|financer)(?:a|ai|ons|ont)
"""

READY = r"""
prête?s?|disposée?s?|volontaires?|disponibles?|volonté|disponibilité|partante?s?
"""

MAY = r"""
pourrai(?:t|ent|s)|pourr(?:a|ont)|peut|peuvent|puisse|pouvait|pouvaient|éventuellement|éventuelle?s?|peut-être
"""

OFFERS = r"""
a mis (?:[^,.;]+ )?sur la table|mis (?:[^,.;]+ )?sur la table|maintient|maintiennent|a maintenu
tient (?:sa|ses) (?:promesse|engagement)s?|offre|offrent|offert|offerte?s?|propose|proposent|proposé|a promis
ont promis|avait promis|promet|promettent|promis|promesse|s'engage|s’engage|s'engagent|s’engagent
(?:s'est|s’est|s'était|s’était) engagée?|se sont engagée?s|engagée?s? à|annoncé|annonce|annoncent|annonçait
a annoncé|ont annoncé|confirmé|confirme|confirment|accepté|accepte|acceptent|approuvé|approuve
a donné son accord|a dit oui|garantit|porté? volontaire|portée? volontaire
"""

CERTAIN = r"""
certaine?s?|acquise?s?|acquis|sûre?s?|assurée?s?|confirmée?s?|garantie?s? d'avance|actée?s?|définitive?s?|ferme
fermes|fermement|inconditionnelle?s?|sans condition|sans conditions|entendue?|ne fait (?:aucun|pas de) doute
"""

SEEMS = r"""
semble|semblent|semblait|semblaient|paraît|paraissent|parait|apparaît|apparemment|probable|probables
probablement|vraisemblablement|sans doute|selon toute vraisemblance|devrait|devraient|serait|seraient|aurait
auraient|dit-on
"""

NO = r"""
pas|jamais|aucune?|ni|nul|nulle|rien|personne|non|guère|nullement|ne (?:\w+ ){1,2}plus
"""

NO_NO = r"""
non seulement|pas seulement|pas uniquement|aucun doute|nul doute|pas moins de|rien de moins|n'est plus à exclure
ne fait (?:aucun|pas de) doute|ne manque|ne manquera pas|n'hésitera pas|n’hésitera pas|personnel
"""

YET = r"""
encore|pour l'instant|pour l’instant|pour le moment|à ce stade|jusqu'ici|jusqu'à présent|jusqu’ici
jusqu’à présent|actuellement|toujours
"""

REFUSES = r"""
n['’]y aura(?:it)? (?:pas|aucune?)
(?:veu(?:t|lent)|va|vont) (?:mettre fin à|quitter|suspendre)
s'abstient|s’abstient|s'abstiennent|s’abstiennent|s'est abstenue?|fermé la porte|ferment la porte
contre (?:l'envoi|l’envoi|le déploiement|toute? |une |la |tout )|refuse|refusent|refusait|refusé|refusera
refuser|refus|exclut|excluent|excluait|exclu|exclue?s?|exclure|exclura|écarte|écartent|écarté|écartait|écarter
rejette|rejettent|rejeté|rejetait|rejeter|rejet|décline|décliné|déclinent|s'oppose|s’oppose|s'opposent
s’opposent|s'est opposée?|s’est opposée?|opposée?s? à|opposition à|hors de question|pas question
fin de non-recevoir|contre (?:l'envoi|l’envoi|le déploiement|toute? |une participation|un déploiement)|se retire
s'est retirée?|s’est retirée?|renonce|renoncent|renoncé|n'est pas question|dit non|opposé son veto|réfute
à l'écart|à l’écart|fermé la porte|ferme la porte|réticente?s? à
"""

UNDECIDED = r"""
pas (?:encore )?(?:fait savoir|précisé|indiqué|dit) (?:si|s['’])
décider(?:a|ait|ont|aient)|sera décidée?|décision sera|serait décidée?|réserve (?:sa|leur) réponse
réservent leur réponse|arrêté (?:sa|leur) (?:position|décision)|temporise|temporisent|réfléchissent encore
ne s'est pas décidée?|ni promis ni refusé|se donne(?:nt)? du temps|à voir|indécise?s?|indécision|hésite|hésitent
hésitait|hésitante?s?|réservée?s?|réserves|prudente?s?|prudence|incertaine?s?|en suspens|ouverte? à|ouverts à
reste ouverte?|laisse (?:\w+ ){0,3}?ouverte?s?|laissé (?:\w+ ){0,3}?ouverte?s?|étudie|étudient|étudié|étudiait
étudier|examine|examinent|examiner|examinait|réfléchit|réfléchissent|réfléchir|réflexion|envisage|envisagent
envisagé|envisageait|envisager|évalue|évaluent|évaluer|discute|discutent|débat|pèse
(?:n'a|n’a|n'ont|n’ont|n'avait|n’avait) (?:pas|rien) (?:encore )?(?:décidé|tranché|arrêté|pris|promis|dit|fixé)
pas encore (?:\w+ )?(?:décidé|tranché|prise?|promis|engagée?s?|prononcée?s?|arrêtée?)|aucune décision
pas de décision|décision n'|décision n’|pas tranché|trop tôt|prématurée?s?|attend|attendent|attendre
entretient le flou|reste floue?|ne se prononce|sceptiques?|scepticisme
ne s'est pas (?:encore )?(?:prononcée?|engagée?)|ne s’est pas (?:encore )?(?:prononcée?|engagée?)
aucun engagement|le moment venu|tergiverse|balance|consulte|consultent
"""

COMES = r"""
(?:a|ont) mis (?:[^,.;]+ )?à (?:la )?disposition|viendrait|viendraient|en est|en sera|en seront|partante?s?
feu vert|a dit oui|ont dit oui|dit oui|répond(?:ent|u)? présente?s?|de la partie|tient parole|tiendra parole
a débloqué|ont débloqué|a validé|a voté (?:les|des|un|une)|met la main à la poche|s['’]aligne|apporte son
apporteront|apportera|marche avec|suivra|suivront
"""

OUT = r"""
se sont? désistée?s?|s['’]est désistée?|s['’]y refuse(?:nt)?|n['’]ira pas|n['’]iront pas|ne bougera pas
fin de non-recevoir|entendre parler|fait défection|jette l['’]éponge|passe(?:nt)? (?:son|leur) tour|ne veut pas
ne veulent pas|sans nous|se désiste|refuse(?:nt)?|a refusé|ont refusé|ne peut pas|a renoncé|renonce(?:nt)?
ne donnera|ne participe(?:ra|nt|ront)? pas|non merci|a décliné|ont décliné|ne s['’]engager(?:a|ont) pas
s['’]abstient|s['’]abstiennent|s['’]est abstenue?|a (?:déjà )?fermé la porte|ferment? la porte|a dit non|dit non
reste(?:nt)? à l['’]écart|décline(?:nt)?|ne donne(?:ra|ront)? rien|zéro (?:couronne|euro|soldat)
n['’]en sera pas|n['’]en seront pas|ne suivra pas|passe son tour|se retire|s['’]est retirée?|ne viendra pas
"""

WAVERS = r"""
options ouvertes|se garde|attend(?:ent)? l['’](?:avis|accord|aval|issue|feu vert)|réponse est attendue
ne répond pas|n['’]a pas répondu|réserve(?:nt)? (?:sa|leur) (?:décision|position)|se tâte(?:nt)?
demande(?:nt)? (?:un délai|du temps|à réfléchir|à voir)|garde(?:nt)? le silence|se tait|se taisent|ne dit rien
n['’]a rien dit|reste(?:nt)? (?:vague|muet|muette|évasi\w+|flou\w*)|évasi(?:f|ve)
reporte(?:nt)? (?:sa|leur) décision|a reporté|étudie(?:nt)?|examine(?:nt)?|n['’]exclut|prudente?s?
délai de réflexion|avant de (?:se prononcer|trancher|décider|se décider)|indécise?s?|hésite(?:nt)?
réfléchi(?:t|ssent)|réserve(?:nt)? (?:sa|leur) réponse|arrêté (?:sa|leur) (?:position|décision)|temporise(?:nt)?
(?:n['’]a|n['’]ont) (?:pas|rien) (?:encore )?(?:décidé|tranché|promis|arrêté)
pas encore (?:décidé|tranché|arrêté|répondu|dit)|ne s['’]est pas (?:encore )?(?:décidée?|prononcée?|engagée?)
se donne(?:nt)? du temps|ni promis ni refusé|aucune décision|pas de décision|attend(?:ent)? de voir
reste(?:nt)? (?:prudente?s?|dans l['’]expectative)|entretien(?:t|nent) le flou
"""

BINDS = r"""
volonté de
détermin(?:é|ée|és|ées) à
en ser(?:a|ont)|en est(?=\W*$|[,;])|renforc(?:e|ent|era|eront)|prolong(?:e|ent|era|eront)|doubl(?:e|ent)|soutien(?:t|nent)|appui(?:e|ent)|approuv(?:e|ent|é)
pren(?:d|nent) (?:[^,.;]+ )?en charge|prendr(?:a|ont) (?:[^,.;]+ )?(?:en|à sa|à leur) charge|entend(?:ent)?(?: \w+){0,3} (?:fournir|envoyer|participer|contribuer|livrer|\w+er|\w+ir)
prévoi(?:t|ent) (?:de|d['’])|compte(?:nt)? (?:\w+er|\w+ir)|a l['’]intention (?:de|d['’])|dit (?:sa|leur) (?:volonté|disponibilité)|envo(?:ie|ient)|déplo(?:ie|ient)|cèd(?:e|ent)|prêt(?:e|ent) (?:\d|des|deux|trois|un|une)
donn(?:e|ent)|accord(?:e|ent|é)|alloue|achèt(?:e|ent)|command(?:e|ent|é)|maintien(?:t|nent) (?:son|sa|leur|ses)|autoris(?:e|ent|é)|garanti(?:t|ssent)|souscri(?:t|vent)|ralli(?:e|ent|é)
se tien(?:t|nent) prête?s?|se di(?:t|sent) (?:prête?s?|disposée?s?|favorables?)|feu vert|s['’]est jointe?|ont? rejoint|annoncé (?:l['’]envoi|la livraison|le déploiement|une contribution|une aide)
(?:prête?s?|disposée?s?|résolue?s?) (?:à|pour)|volontaires? pour|partante?s?
promet(?:tent)?|promis|promettait|engagée?s? à|s['’]engage(?:nt|ait|aient)? à|engagement (?:de|à)
propos(?:e|ent|é|ait|era)|offr(?:e|ent|ait)|offert|accept(?:e|ent|é|ait) (?:de|d['’])|promesse
s['’]associe(?:nt)?|se joi(?:nt|gnent)|rejoi(?:nt|gnent)|adhère(?:nt)?|adhéré|participe(?:nt)?|prend part
prennent part|contribue(?:nt)?|finance(?:nt)?|fournit|fournissent|livre(?:nt)?|verse(?:nt)?|débloque(?:nt)?
a débloqué|ont débloqué|ratifié|signé|a décidé (?:de|d['’])|ont décidé (?:de|d['’])|accepté|se port(?:e|ent) volontaires?
met(?:tent)? (?:[^.;]+ )?à (?:la )?disposition|donne(?:nt)? son (?:accord|feu vert)|favorables? à|dit oui
"""

BARS = r"""
bloqu(?:e|ent|é|ait)(?= (?:\S+ ){0,3}?(?:participation|accord|prêt|paquet|aide|mission))
s['’]est (?:retirée?|désengagée?|désistée?)|se désengage(?:nt)?|quitt(?:e|ent|é)|claqu(?:e|é) la porte
pas intéressée?s?|aucun intérêt|pas les moyens|ne dispose(?:nt)? pas|pas de capacités
invoque (?:sa|leur) neutralité
(?:veu(?:t|lent)|va|vont|entend|compte) (?:mettre fin|quitter|se retirer|suspendre|arrêter|geler|sortir)(?! (?:\w+ ){0,3}?(?:charbon|pétrole|gaz|émissions|guerre|fossiles))
ne voi(?:t|ent) (?:pas|aucune?)|pas une option|ne fouler(?:a|ont)|boudé|absente?s? de
rechign(?:e|ent|ait)|récus(?:e|ent|é)|repouss(?:e|ent|é)|s['’]y refuse(?:nt)?|boud(?:e|ent)|suspen(?:d|dent|du)|s['’]abstien(?:t|nent)|ferm(?:e|ent|é) la porte|ligne rouge
aucun projet|ne veu(?:t|lent) pas|n['’]entend(?:ent)? pas|n['’]a pas l['’]intention|rétive?s?|réticente?s?|hostiles?|défavorables?|se dérob(?:e|ent)|dit (?:son|leur) (?:refus|opposition)|se désist(?:e|ent)
refus(?:e|ent|ait|aient|é|era|er)?|exclu(?:t|ent|ait|e|es|s)?|rejet(?:te|tent|é|ait)?|déclin(?:e|ent|é|ait)
s['’]oppose(?:nt|ait)?|opposée?s? à|hors de question|pas question|fin de non-recevoir|renonc(?:e|ent|é)
écart(?:e|ent|é)(?! par)|à l['’]écart|dit non|se retire(?:nt)?|s['’]est retirée?|veto
aucune intention (?:de|d['’])|pas l['’]intention|(?:ne|n['’])(?: \w+)* aucune? (?:intention|projet)
"""

DOUBTS = r"""
(?:des|ses|leurs) (?:\w+ )?(?:réserves|réticences)
veu(?:t|lent) d['’]abord
cherche(?:nt)? comment|regarde(?:nt)? comment|ne di(?:t|sent) pas|s['’]est (?:bien )?gardée?
(?:n['’]a|n['’]ont|ne s['’]est|ne se sont) pas (?:encore )?(?:fait savoir|précisé|répondu|dit|pris|arrêté|confirmé)|décider(?:a|ont|ait)|se prononcer(?:a|ont)|pas exclu|n['’]exclu(?:t|ent) pas
garde(?:nt)? (?:[^,.;]+ )?ouvertes?|laisse(?:nt)? (?:[^,.;]+ )?ouverte?s?|prudente?s?|sceptiques?|divisée?s?|partagée?s?|dans l['’]expectative|attend(?:ent)? de voir|consulte(?:nt)?
à l['’]étude|temporis(?:e|ent)|demande(?:nt)? (?:du temps|des précisions|des éclaircissements)|pas fermée?s? à|n['’]écarte(?:nt)? pas|aucun engagement|entretient le flou
étudi(?:e|ent|ait)|examin(?:e|ent|ait)|envisag(?:e|ent|eait)|réfléchi(?:t|ssent|ssait)|hésit(?:e|ent|ante?s?|ait)
indécise?s?|ouverte?s? à|reste(?:nt)? ouverte?s?|trop tôt|prématurée?s?|évalu(?:e|ent)|pèse(?:nt)?
(?:pas|rien) (?:encore )?(?:décidé|tranché|arrêté|promis)|(?:aucune|pas (?:encore )?(?:de|pris de)) décision
pas (?:encore )?(?:prononcée?|engagée?)|porte ouverte|s['’]interroge(?:nt)?|en suspens|options ouvertes
se tâte(?:nt)?|réserve(?:nt)? (?:sa|leur) (?:décision|réponse)
"""

DEEDS = r"""
fer(?:a|ont|ait|aient) partie|faire partie|être de la partie|patrouiller(?:a|ont|ait|aient)?
(?:accept|renforc|prolong|assum|support|protég|patrouill|sécuris|aid|équip|répar|constru|augment|rédui|port|lev|annul|ouvr|permett|reconnaît|évacu|maint?iend|mobilis|adopt|bâti|escort|surveill|débloqu|consacr|allou|dépêch|stationn|appliqu|met|rest)(?:er|ir|re|e?ra|e?ront|e?rait|e?raient|ira|iront|ira|tra|tront|trait)
(?:être|ser(?:a|ont|ait|aient)) (?:envoyée?s?|déployée?s?|fournie?s?|livrée?s?|financée?s?|mobilisée?s?)
(?:contribu|fourni|livr|donn|envoy|déploy|finanç|financ|form|prêt|ratifi|sign|particip|achet|accueill|trait|pay|garanti|soutien|adopt|approuv|vers|partag|accord|associ|transf|cé[dr]|doubl|tripl|investi|affect|engag|autoris|escort|appuy|appui|ratifi|adhér)(?:er|ir|e?ra|e?ront|e?rait|e?raient|ira|iront|irait|iraient|dra|dront|drait)
enverr(?:a|ont|ait|aient)|enverrons|rejoindre|rejoindr(?:a|ont|ait|aient)|prendre part|prendr(?:a|ont|ait|aient) (?:\w+ )?part
joindre|se joindr(?:a|ont)|acquérir|fournir|mettr(?:a|ont|ait) (?:[^.;]+ )?à disposition|mettre (?:[^.;]+ )?à disposition
"""

STAKES = r"""
accord|soutien|appui|adhésion|ratification|signature|aide|achat|vente|don|prêt|oui|aval|approbation
participation|contribution|entrée
"""

IDLE = r"""
condamner|condamne
depuis des (?:années|mois|décennies)|tribunal|sondages?|inflation|croissance|taux d['’]intérêt|coupe du monde|film\w*|touristes?|séisme|météo|convoqu\w+|arrêtée?s? (?:par|à|pour)
se rendr\w+|voyage\w*|visite\w*|rencontr\w+|affronter\w*|jouer\w*|accusations?|critiques?|allégations?|condoléances
excuses|sommets?|réunions?|conférences?|pourparlers|entretiens?|élections?|quart de finale|match|réforme
(?:prochain|nouveau) (?:cycle|tour)|récession|tête|commentaires?|commenter
"""

MUST = r"""
crain(?:t|dre|nent)|redoute(?:nt)?
doit|doivent|devons|devra|devront|devait|devrait|devraient|faut|faudra|faudrait|demande à|demandent à|demandé à
appelle|appellent|appelé|exhorte|exhortent|exhorté|presse|pressé|invite|invité|réclame|réclament|réclamé
exige que|espère|espèrent|attend de|souhaite que|veut que|somme
"""

HANGS = r"""
soumise?s? à|suppose(?:nt|rait)?|passe(?:rait)? par|tribut(?:aire)? de|à la merci d
en échange|en contrepartie|au préalable|veut d['’]abord|demande d['’]abord|réclame d['’]abord|exige d['’]abord
pose (?:une|comme|sa|ses) conditions?|telle est l'exigence|telle est l’exigence|fera dépendre|faire dépendre
exige (?:désormais )?(?:que|qu')|à cette condition|au cas où|dépend|dépendent|dépendra|dépendait|dépendrait
dépendre|conditionne|conditionnent|conditionné|conditionnée?s?|conditionnait|subordonne|subordonnent|subordonné
subordonnée?s?|tributaire|lie|lient|liée?s? à|liait|sous réserve|suspendue?s? à|préalable|préalables|exige
exigent|exigeait|nécessite|à la condition|pose comme condition|posent comme condition|posé comme condition
fait de|font de|faisait de|condition|conditions|réclame(?:nt)? (?:d'abord|d’abord|au préalable)|moyennant
"""

IF = r"""
à moins qu[e'’]|pour peu qu[e'’]|seulement si|en échange|en contrepartie|pas avant|faute d[e'’]|si tant est
uniquement si|le jour où|tant qu[e'’]|du moment qu[e'’]|(?:sous|à) certaines conditions|au cas où
seulement au cas où|dès que|une fois que|faute de|sauf si|sitôt|à la suite
(?<!décidé\x20)(?<!décider\x20)(?<!savoir\x20)(?<!dire\x20)(?<!dit\x20)(?<!tranché\x20)(?<!préciser\x20)si|s'il
s’il|s'ils|s’ils|s'|s’|à (?:la )?condition|à (?:la )?condition(?: que| d'| de)|pourvu que|sous réserve|en cas
dans le cas|à moins|sans|dès(?: que| lors que)?|une fois|lorsque|quand|seulement après|après|qu'après|qu’après
qu'en cas|qu’en cas|qu'avec|qu’avec|que si|que dans le cadre|que sous|avant|tant que|aussi longtemps que
seulement avec
avec(?= (?:un |une |des |l'|l’|la |le |les )?(?:\w+ ){0,2}?(?:mandat|garanties?|accord|feu vert|soutien américain|aval|approbation))
dans le cadre(?= (?:d'|d’|de |du )?(?:un |une )?(?:\w+ ){0,2}?(?:mandat|accord|cessez))
sous(?= (?:un |le )?mandat)|au lendemain|à l'issue|à l’issue|jusqu'à ce|moyennant
"""

ONLY = r"""
seulement|uniquement|exclusivement|que si|qu'après|qu’après|qu'en cas|qu’en cas|qu'avec|qu’avec|que dans
que sous|à moins|sans|avant|tant que|au plus tôt|qu'une fois|qu’une fois|qu'à|qu’à|que lorsque|que dès
"""

REGARDLESS = r"""
même sans|avec ou sans|même si|quoi qu'il|quoi qu’il|indépendamment|sans attendre|sans condition|sans conditions
sans hésiter|sans préciser|sans délai|sans donner|sans citer|si nécessaire|s'il le faut|s’il le faut|si besoin
au besoin|comme si|quitte à|fût-ce sans|sans doute|sans cesse|sans surprise|sans nommer|sans plus|sans compter
sans précédent
"""

GIVEN = r"""
après|en cas|garantir|sécuriser|surveiller|consolider|faire respecter|maintenir|au lendemain|suite à|si|une fois
dès|lors|superviser|soutenir|à l'issue|à l’issue|éventuel|futur|lendemain|préserver
"""

FAR = r"""
lointaine?|éloigne|éloigné|éloignée|hors de portée|improbable|rejeté|rejette|refuse|refusé|pas en vue
n'est pas en vue|n’est pas en vue|aucun|incertain|peu probable|au point mort|s'éloigne|s’éloigne|loin|illusoire
exclu
"""

CONTRAST = r"""
mais|tandis qu[e'’]|alors qu[e'’]|bien que|cependant|en revanche|quoique|toutefois|or
"""

AND = r"et|ainsi que|ou|ni|comme|de même que|avec"

SAID = r"""
a dit(?! (?:oui|non))|dit(?! (?:oui|non))|déclare|a déclaré|déclaré|affirme|affirmé|a affirmé|indique|indiqué
a indiqué|annonce|annoncé|a annoncé|assure|assuré|a assuré|explique|expliqué|a expliqué|précise|précisé|souligne
souligné|estime|estimé|rappelle|rappelé|ajoute|ajouté|répété|répète|confirme|confirmé|insiste|insisté|selon
fait savoir|a fait savoir|martelé|martèle|avertit|averti|reconnu|jugé|juge|rapporte|rapporté|a-t-il|a-t-elle
répondu|laissé entendre|écrit|réaffirmé|réaffirme|plaidé
"""

AFTER = r"selon|d'après|d’après|aux dires de|de l'avis de|pour"

THAT = r"que|qu'|qu’|qu|:"

OWN = r"""
nous|notre|nos|je|(?:son|leur|mon) pays|(?:son|leur|mon) gouvernement|il|elle
"""

SAME = r"""
elle aussi|il|elle|ils|le pays|le gouvernement|le président|la présidente|le (?:premier )?ministre
la (?:première )?ministre|le chancelier|l'exécutif|l’exécutif|le chef (?:de l'état|de l’état|du gouvernement)
le royaume|la chancellerie|le cabinet|ce pays
"""

PLACE = r"""
en|à|au|aux|dans|vers|depuis|sur|contre|entre|pour|chez|avec|sous|près de|autour de|outre|envers|hors de|comme
face à|jusqu'en|jusqu’en|quitter|soutenir|aider|soutien à|soutien de|attaqué|envahi|au large de|frontières? de
guerre d'|guerre d’|sol de|territoire de|défense de|côtes de|sécurité de|l'est de|l’est de|nord de|sud de
ouest de
"""

AGENT = r"par|de|d'|d’|du|des|la part de"

OFFICE = r"""
présidente?|première? ministre|ministres?|chancelière?|chancelier
chef(?:fe)? (?:d'état|d’état|de l'état|de l’état|du gouvernement|de gouvernement|de la diplomatie|d'état-major|d’état-major|des armées|d'etat|d’etat)
porte-parole|général|amiral|ambassad(?:eur|rice)|roi|secrétaire d'état|secrétaire d’état|secrétaire à la défense
homologues?|diplomates?|responsables?|émissaire|dirigeante?|locataire de l'élysée|locataire de l’élysée
sénat(?:eur|rice)|députée?s?|vice-présidente?
"""

BODY = r"""
gripen|rafales?|avions?|policiers?|gendarmes?|instructeurs?|hélicoptères?|drones?|casques|pilotes?|médecins|experts
gouvernement|exécutif|armée|armées|marine|aviation|force aérienne|forces armées|forces|ministère|ministre\w*
troupes?|soldats?|militaires?|contingent|participation|contribution|parlement|autorités|présidence|diplomatie
engagement|offre|déploiement|envoi|navires?|frégates?|avions?|brigade|bataillon|casques bleus|présence
responsables|côté|chancelier|chancelière|président\w*|premier|décision|refus|unités|dirigeants?|chasseurs
"""

OPPOSITION = r"""
verts|parti|socialistes|écologistes|le pen|mélenchon|députée?s?|oppositions?(?! à)|opposante?s?
chef(?:fe)? de (?:file de )?l'opposition|chef(?:fe)? de (?:file de )?l’opposition|extrême droite|extrême gauche
extrême-droite|extrême-gauche
ancien(?:ne)?s? (?:\w+ )?(?:président\w*|ministre|première?|chancelière?|chancelier|général|chef)|ex-\w+
rassemblement national|la france insoumise|insoumis|afd|candidate?|analystes?|experte?s?|chercheu(?:r|se)s?
politologues?|professeur|critiques|détracteurs|éditorialiste|à la retraite|lfi|think tank|vox|manifestants?
"""

MANY = r"""
(?:(?:environ|près de|plus de|au moins|presque|jusqu'à|jusqu’à|quelque|les|des) )?(?:la plupart des|plusieurs|de nombreux|de nombreuses|nombre de|beaucoup de|certains|certaines|quelques|d'autres|d’autres|autres|tous les|la majorité des|une (?:vingtaine|trentaine|dizaine|quinzaine|douzaine|poignée|majorité|série) de|un groupe de|\d+|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|vingt|vingt-six|trente)(?: (?:autres|européens|grands|petits|des|de))* (?:pays|états|etats|nations|alliés|partenaires|membres|gouvernements|capitales|européens)
les autres(?: pays| états| etats| alliés| partenaires)?|la plupart des autres|tous les autres
"""

PAST = r"""
(?:en )?(?:19\d\d|200\d|201\d)|il y a \w+ ans|autrefois|par le passé|jadis|naguère|à l'époque|à l’époque
guerre froide
"""

INSTEAD = r"""
au lieu de|au lieu des|plutôt que|contre|et non|loin des|initialement|à l'origine|à l’origine|par rapport aux?
au départ|moins que les
"""

UP_TO = r"jusqu'à|jusqu’à|au plus|au maximum|pas plus de|maximum"

BETWEEN = r"à|et|ou|-|–"

FIRST = r"""
première priorité|priorité absolue|priorité|prioritaire|prioritairement|en priorité|d'abord|d’abord
en premier(?: lieu)?|premièrement|avant tout|principale priorité|commencer par|en tête
"""

THEN = r"""
ensuite|puis|deuxièmement|troisièmement|en deuxième|en second(?: lieu)?|en troisième|après quoi|suivie?s? de
enfin|dans un deuxième temps|dans un second temps|viendrai(?:t|ent)|viendr(?:a|ont)|vient|viennent|par la suite
"""

PRIORITY = r"priorit\w+|d'abord|d’abord|en premier|premièrement|ordre"

TOPICS = {
    "peace-agreement": r"""
        accord de paix|traité de paix|plan de paix|paix (?:durable|juste|négociée|signée|conclue)
        règlement (?:de paix|négocié|du conflit|politique)
        fin (?:de la guerre|des combats|des hostilités|du conflit)
        (?:guerre|combats|hostilités) (?:\w+ )?(?:terminée?s?|finie?s?|cessé|achevée?s?)
        accord avec (?:moscou|la russie)|la paix|paix
    """,
    "ceasefire": r"""
        cessez-le-feu|trêve|armistice|arrêt des (?:combats|hostilités)|cessation des (?:combats|hostilités)
    """,
    "mandate": r"""
        mandats?|résolution(?: de l'onu| de l’onu)?|conseil de sécurité|base juridique|droit international
        feu vert de l'onu|feu vert de l’onu
    """,
    "parliament": r"""
        parlement\w*|bundestag|diète|sejm|riksdag|saeima|seimas|riigikogu|folketing|storting|députés
        assemblée(?: nationale)?|sénat|congrès|chambre des communes|cortes
    """,
    "request": r"""
        demande (?:de kiev|de l'ukraine|de l’ukraine|ukrainienne|formelle|officielle)
        (?:invitation|accord|consentement|souhait|feu vert) (?:de kiev|de l'ukraine|de l’ukraine|ukrainien)
        (?:kiev|l'ukraine|l’ukraine) (?:\w+ ){0,2}(?:demande|demandait|invite|accepte|souhaite)|sollicitée?s?
        officiellement demandé
    """,
    "rules-of-engagement": r"""
        règles d'engagement|règles d’engagement|chaîne de commandement|structure de commandement
    """,
    "terms-known": r"""
        (?:conditions|objectifs?|détails|contours|modalités|missions?|rôle|paramètres|cadre|tâches|but)(?: [\w '’]+?)? (?:claire?s?|connue?s?|définie?s?|précisée?s?|fixée?s?|clarifiée?s?|établie?s?|arrêtée?s?)
        (?:objectifs?|plan|cadre|mission|stratégie|règles|concept) (?:claire?s?|définie?s?)|clarté
        clarifications?|stratégie de sortie|plan de sortie
    """,
    "russia-consent": r"""
        (?:accord|consentement|aval|feu vert|approbation) (?:de la russie|de moscou|du kremlin|russe)
        (?:la russie|moscou|le kremlin) (?:\w+ )?(?:accepte|consent|approuve|donne son accord)
    """,
    "forces-safe": r"""
        (?:sécurité|protection) (?:de |des |d')?(?:ses|leurs|nos|des|les|la)?\s?(?:\w+ )?(?:soldats|troupes|militaires|forces|hommes)
        conditions de sécurité|situation (?:sécuritaire|le permet)
    """,
    "own-defence": r"""
        (?:sa|leur|notre|propre) (?:propre )?(?:défense|sécurité|frontière|dissuasion)|flanc est
        défense (?:nationale|du territoire)|propres frontières
    """,
    "funding": r"financement\w*|financée?s?|budget\w*|fonds|argent|coûts?",
    "eu-decision": r"""
        décision (?:de l'ue|de l’ue|européenne)|conseil européen|accord des vingt-sept|cadre européen
        sommet européen
    """,
    "nato-role": r"""
        (?:soutien|rôle|cadre|garantie|appui|participation|commandement|parapluie|aval) de l['’]otan|article 5
        l['’]otan (?:\w+ )?(?:participe|soutien\w*|dirige)
    """,
    "others": r"""
        (?:d'autres|d’autres|plusieurs|suffisamment de|assez de|tous les|les autres|davantage de) (?:\w+ )?(?:pays|états|etats|alliés|partenaires|européens|nations|membres)
        les autres|d'autres|d’autres|pas (?:\w+ )?seule?s?|seule?s?
        aux côtés (?:d'autres|d’autres|de ses|des|de partenaires)
        avec (?:d'autres|d’autres|ses alliés|ses partenaires|des partenaires|des alliés|ses voisins)
        multinational\w*|partage du fardeau|collectiv\w+
    """,
    "us-guarantee": r"""
        garanties?|filet de sécurité|backstop|soutien|appui|participation|participent|participe|aide|couverture
        parapluie|rôle|implication|engagement|protection|assurances?|garantissent|garantir|s'impliquent
        s’impliquent|soutiennent|présence|à bord|concours|contribuent|contribution|s'engagent|s’engagent
    """,
}

CAPABILITIES = {
    "planners": r"planificateurs?(?: militaires)?|officiers d'état-major|officiers d’état-major",
    "instructors": r"instructeurs?|formateurs?|formation|entraînement|conseillers militaires",
    "police": r"policiers?|gendarmes?|police",
    "monitors": r"observateurs?",
    "medics": r"médecins|soignants|hôpital (?:de campagne|militaire)|personnel médical|équipes? médicales?",
    "engineers": r"sapeurs|démineurs|déminage|unités? du génie",
    "fighters": r"""
        avions? de (?:combat|chasse)|chasseurs?(?! de mines)|rafales?|eurofighters?|f-16|f-35|gripens?|mirages?
        typhoons?
    """,
    "patrol aircraft": r"avions? de (?:patrouille|surveillance|reconnaissance)(?: maritime)?|awacs",
    "transport aircraft": r"avions? de transport|transport aérien|avions-cargos?",
    "tankers": r"avions? ravitailleurs?|ravitailleurs?|ravitaillement en vol",
    "helicopters": r"hélicoptères?",
    "drones": r"drones?",
    "aircraft": r"avions?|appareils?|aéronefs?|soutien aérien|moyens aériens",
    "minehunters": r"""
        chasseurs? de mines|dragueurs? de mines|dragueurs?|bâtiments? de lutte contre les mines|guerre des mines
        démineurs? navals?
    """,
    "frigates": r"frégates?|corvettes?|destroyers?",
    "submarines": r"sous-marins?",
    "ships": r"""
        navires?(?: de guerre)?|bâtiments?(?: de guerre)?|vaisseaux?|moyens (?:navals|maritimes)|unités navales
        patrouilleurs?|bateaux?
    """,
    "air defence": r"défense (?:anti-?)?aérienne|défense antiaérienne|défense antimissiles?|batteries? (?:antiaériennes?|patriots?)|patriots?|systèmes? patriots?|samp/t|intercepteurs?|iris-t",
    "tanks": r"chars?(?: de combat| lourds)?|leopards?",
    "vehicles": r"véhicules?(?: blindés)?|blindés|camions",
    "ammunition": r"munitions?|obus|missiles?",
    "intelligence": r"renseignements?|satellites?|imagerie|reconnaissance|surveillance",
    "logistics": r"logistiques?|bases?|transit",
    "money": r"millions?|milliards?|euros?|dollars?|livres",
    "troops": r"""
        soldats?|militaires?|troupes?(?: au sol)?|hommes|forces?|effectifs?|casques bleus
        personnels?(?: militaires)?|contingents?|bataillons?|brigades?|compagnies?|fantassins|parachutistes
        combattants|soldates
    """,
}

DOMAINS = {
    "air": r"espace aérien|cieux|ciel|aérienne?s?|airs?|dans les airs|aviation",
    "sea": r"mers?|mer noire|maritimes?|navale?s?|navals|navigation|eaux|marine|en mer|ports",
    "land": r"terre|sol|au sol|terrestres?|frontière|territoire|troupes",
    "cyber": r"cyber\w*",
    "logistics": r"logistique|ravitaillement",
    "training": r"formation",
}

NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100, "mille": 1000,
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "cinquantaine": 50,
    "centaine": 100, "millier": 1000, "million": 1_000_000, "millions": 1_000_000, "milliard": 1_000_000_000,
    "milliards": 1_000_000_000,
}  # fmt: skip

STOP = frozenset("le la les des et est une dans pour que qui sur au aux du pas ne avec ce il elle sont été".split())
