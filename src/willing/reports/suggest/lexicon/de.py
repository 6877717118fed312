"""German words of pledges."""

GIVES = r"""
(?:zu )?gehen|(?:zu )?ziehen|aufstellen|aufzustellen|(?:zu )?zahlen|einzahlen|einzuzahlen|beisteuern|kommen
mitziehen|freigeben|freizugeben|abgeben|abzugeben|(?:zu )?geleiten|(?:zu )?räumen|zur verfügung|mitgeben
aufbieten|aufzubieten|bereithalten|bereitzuhalten|hinzufügen|verantworten|(?:zu )?schicken|(?:zu )?entsenden
(?:zu )?senden|(?:zu )?beteiligen|teilnehmen|teilzunehmen|mitmachen|mitzumachen|beitragen|beizutragen|beisteuern
beizusteuern|(?:zu )?stellen|bereitstellen|bereitzustellen|(?:zu )?liefern|abstellen|abzustellen
(?:zu )?verlegen|(?:zu )?stationieren|(?:zu )?übernehmen|(?:zu )?leisten|(?:zu )?helfen|(?:zu )?unterstützen
anschließen|anzuschließen|mitwirken|mitzuwirken|einbringen|einzubringen|(?:zu )?überwachen|absichern|abzusichern
(?:zu )?sichern|(?:zu )?schützen|ausbilden|auszubilden|(?:zu )?führen|anführen|anzuführen|(?:zu )?geben
(?:zu )?spenden|(?:zu )?finanzieren|entsandt|geschickt|beigesteuert|bereitgestellt|gestellt|teilnimmt|dabei sein
dabei zu sein|dabei|(?:zu )?patrouillieren|mittragen|mitzutragen|(?:zu )?begleiten|entsende|(?:zu )?räumen
einsetzen|einzusetzen|mitgehen|mit dabei
"""

GIVING = r"""
schicken (?:[^,.;]+ )?soldaten|zahlt|zahlen|überweist|gibt (?:[^,.;]+ )?(?:frei|dazu)|hält (?:[^,.;]+ )?bereit
halten (?:[^,.;]+ )?bereit|stehen (?:[^,.;]+ )?bereit|steht (?:[^,.;]+ )?bereit|entsenden|hält (?:[^,.;]+ )?fest
stellen|beisteuert|bereitstellt|teilnehmen|stellt (?:[^,.;]+ )?zur verfügung|stellen (?:[^,.;]+ )?zur verfügung
lädt|laden|schickt|entsendet|beteiligt sich|beteiligen sich|beteilige sich|nimmt (?:[^,.;]+ )?teil
macht (?:[^,.;]+ )?mit|steuert (?:[^,.;]+ )?bei|steuern (?:[^,.;]+ )?bei|trägt (?:[^,.;]+ )?bei|stellt|liefert
verlegt|stationiert|schließt sich (?:[^,.;]+ )?an|schließen sich (?:[^,.;]+ )?an|übernimmt|sich beteiligt
ist dabei|sind dabei|nehmen (?:[^,.;]+ )?teil|machen (?:[^,.;]+ )?mit
"""

JOINS = r"""
(?:zu )?beteiligen|beteiligt|beteilige|teilnehmen|teilzunehmen|teilnimmt|nimmt (?:[^,.;]+ )?teil|mitmachen
mitzumachen|macht (?:[^,.;]+ )?mit|beitragen|beizutragen|beisteuern|beizusteuern|mitwirken|mitzuwirken
anschließen|anzuschließen|schließt sich|mittragen|mitzutragen|mitziehen|dabei|zahlen|einzahlen|spenden|mitgehen
"""

EVENTS = r"""
treffens?|gipfels?|gipfeltreffen|konferenz(?:en)?|gespräche?n?|beratungen|verhandlungen|verhandlungstisch
kontaktgruppe|sitzung|schalte|videoschalte|videokonferenz|feierlichkeiten|abstimmung|wahl|nato-beitritt
eu-beitritt|manövern?|sanktionen|telefonat
"""

PART = r"""
zusagen?|angebote?s?|teilnahme|beteiligung|beitrag|beiträge|entsendung|mitwirkung|kontingent|einsatz
truppenentsendung|truppenbeteiligung|truppenbeitrag|engagement|truppenzusagen?|beiträgen|mitarbeit|stationierung
"""

FORCE = r"""
\w*fonds|geleitzug|geleit|flotte|\w*verband|schutzmission|friedenstruppe|\w*truppen?|\w*truppe|\w*einsatz(?:es)?
\w*einsätze|mission(?:en)?|\w*mission|koalition|bündnis(?:ses)?|allianz|friedens\w+|\w*soldat(?:en|innen)?
\w*streitmacht|streitkräfte\w*|operation(?:en)?|\w*begleit\w*|flugverbotszone|schutzschirm|\w*kontingente?
\w*überwachung|rückversicherung\w*|eskorte|absicherung|schutztruppe|kampfverband|marineverband|luftbrücke
patrouillen?
"""

WILL = r"""
werden?|werde|wird|würde|würden|will|wollen|wolle|wollten|wollte|möchte|möchten|plant|planen|plane|beabsichtigt
beabsichtigen|hat vor|haben vor|habe vor|strebt an|gedenkt|entschlossen|hat beschlossen|haben beschlossen
habe beschlossen|beschloss|beschlossen|vorgesehen|absicht|pläne|plan
"""

READY = r"""
bereit|bereitschaft|gewillt|willens|bereiterklärt
"""

MAY = r"""
unter umständen
könnten?|kann|können|könne|dürften?|denkbar|vorstellbar|möglicherweise|vielleicht|eventuell|gegebenenfalls
"""

OFFERS = r"""
gilt|gelte|festgehalten|hält (?:[^,.;]+ )?fest|halten (?:[^,.;]+ )?fest|auf den tisch|bietet|bieten|biete|bot
boten|angeboten|anbieten|angebot|verspricht|versprechen|versprach|versprochen|zugesagt|zusagt|zusagen|zusage
sagte (?:[^,.;]+ )?zu|sagt (?:[^,.;]+ )?zu|sagten (?:[^,.;]+ )?zu|sagen (?:[^,.;]+ )?zu|kündigte (?:[^.;]+ )?an
kündigt (?:[^.;]+ )?an|kündigten (?:[^.;]+ )?an|angekündigt|ankündigte|verpflichtet|verpflichten
verpflichtete[nt]?|in aussicht gestellt|stellte (?:[^,.;]+ )?in aussicht|stellt (?:[^,.;]+ )?in aussicht
gebilligt|billigte|bestätigt|bestätigte|zugestimmt|stimmte (?:[^,.;]+ )?zu|garantiert
"""

CERTAIN = r"""
steht (?:[^,.;]+ )?fest|stehen (?:[^,.;]+ )?fest|stand (?:[^,.;]+ )?fest|standen (?:[^,.;]+ )?fest|feststeht
feststehen|feststehe|stehe (?:[^,.;]+ )?fest|sicher|gesichert|gewiss|fest zugesagt|fest|ausgemacht|besiegelt
beschlossene sache|bedingungslos|ohne vorbedingungen|ohne bedingungen|gesetzt
"""

SEEMS = r"""
scheint|scheinen|schien|schienen|offenbar|anscheinend|wohl|wahrscheinlich|vermutlich|mutmaßlich|voraussichtlich
angeblich|dem vernehmen nach|soll|sollen|gilt als|gelten als|gilt|gelten
"""

NO = r"""
nicht|kein|keine|keinen|keinem|keiner|keinerlei|keines|nie|niemals|weder|niemand|nichts|keinesfalls|keineswegs
auf keinen fall|kaum|null
"""

NO_NO = r"""
nicht nur|nicht allein|nicht zuletzt|kein zweifel|keinen zweifel|nicht mehr und nicht weniger|ob oder nicht
nicht zu vergessen|nicht weniger als|nicht mehr als|keine frage
"""

YET = r"""
noch|bisher|bislang|derzeit|vorerst|zurzeit|momentan|im moment|zum jetzigen zeitpunkt|zunächst
"""

REFUSES = r"""
(?:will|wollen|wird|werden) (?:[^,;]+ )?(?:aussteigen|einstellen|beenden)
macht (?:[^,.;]+ )?nicht mit|machen (?:[^,.;]+ )?nicht mit|ein nein|sagt nein|sagte nein|erteilte
hält sich (?:[^,.;]+ )?(?:heraus|raus)|bleibt (?:[^,.;]+ )?(?:außen vor|fern)
schließt sich (?:[^,.;]+ )?nicht an|verzichtet|verzichten|kommt nicht|lehnt|lehnen|lehne|lehnte|lehnten
abgelehnt|ablehnt|ablehnen|abzulehnen|ablehnend\w*|ablehnung|schließt (?:[^;]+? )?aus|schließen (?:[^;]+? )?aus
schließe (?:[^;]+? )?aus|schloss (?:[^;]+? )?aus|schlossen (?:[^;]+? )?aus|ausgeschlossen|ausschließt
ausschließen|auszuschließen|ausschloss|verweigert|verweigern|verweigerte[nt]?|weigert|weigern|weigerte[nt]?
absage|sagte (?:[^,.;]+ )?ab|sagt (?:[^,.;]+ )?ab|erteilte (?:[^.;]+ )?absage|erteilt (?:[^.;]+ )?absage
gegen (?:die entsendung|eine entsendung|einen einsatz|eine beteiligung|eine teilnahme|den einsatz|bodentruppen|die stationierung|eine stationierung)
dagegen|kommt (?:[^,.;]+ )?nicht (?:in frage|infrage)|kommen (?:[^,.;]+ )?nicht (?:in frage|infrage)
komme (?:[^,.;]+ )?nicht (?:in frage|infrage)|vom tisch|raushalten|heraushalten|herauszuhalten
zieht sich (?:[^,.;]+ )?zurück|zog sich (?:[^,.;]+ )?zurück|winkt ab|winkte ab|steigt (?:[^,.;]+ )?aus
stieg (?:[^,.;]+ )?aus|nein
"""

UNDECIDED = r"""
(?:nicht|keine?n?)(?: [\w-]+){1,6}?, ob
(?:werde|werden|wird) (?:[^,.;]+ )?entschieden|entschieden (?:wird|werde|werden)
entscheidung (?:\w+ ){0,3}?(?:falle|fällt|treffen)|bedeckt|noch nicht (?:\w+ )?festlegen|man prüfe|prüfe
noch nicht entschlossen|gar keine antwort|keine antwort|lässt sich (?:[^,.;]+ )?zeit
will (?:sich )?(?:[^,.;]+ )?nicht festlegen|noch (?:keinen|nicht) (?:\w+ )?beschlossen
weder zugesagt noch abgelehnt|spielt auf zeit|entscheidet (?:erst|später|noch)|unentschlossen|unentschieden
zögert|zögern|zögerlich|zögerte[nt]?|zurückhaltend|zurückhaltung|abwartend|abwarten|skeptisch|schwankt|schwanken
unklar|ungewiss|offengelassen|offen gelassen|lässt (?:[^,.;]+ )?offen|ließ (?:[^,.;]+ )?offen
ließen (?:[^,.;]+ )?offen|lassen (?:[^,.;]+ )?offen|hält sich (?:[^,.;]+ )?offen|halten sich (?:[^,.;]+ )?offen
hielt sich (?:[^,.;]+ )?offen|bleibt (?:[^,.;]+ )?offen|ist (?:[^,.;]+ )?offen|sei (?:[^,.;]+ )?offen|offen für
zeigte sich (?:[^,.;]+ )?offen|zeigt sich (?:[^,.;]+ )?offen|offen gezeigt|prüft|prüfen|prüfe|prüfte[n]?|geprüft
erwägt|erwägen|erwäge|erwog|erwogen|überlegt|überlegen|denkt (?:[^,.;]+ )?nach|denken (?:[^,.;]+ )?nach
nachzudenken|diskutiert|diskutieren|berät|beraten|noch nicht entschieden|nicht entschieden|keine entscheidung
entscheidung (?:[^,.;]+ )?(?:noch nicht|aussteht|steht noch aus|später)|noch keine
noch nicht (?:\w+ )?(?:festgelegt|zugesagt|entschieden|geäußert|erklärt)|nicht festlegen|nicht festgelegt
zu früh|verfrüht|verfrühte[rn]? \w+|vorstellen|keine festlegung|legt sich (?:[^,.;]+ )?nicht fest
legte sich (?:[^,.;]+ )?nicht fest|wartet ab|warten ab|will abwarten|debattiert|ringt|zur gegebenen zeit
zu gegebener zeit|stelle sich derzeit nicht|stellt sich (?:[^,.;]+ )?(?:noch )?nicht|keine zusage
"""

COMES = r"""
käme|kämen|mit (?:[^,.;]+ )?dabei|(?:ist|sind|sei|seien|wäre|wären) (?:[^,.;]+ )?dabei|mit an bord|an bord
macht mit|machen mit|mache mit|grünes licht|steht bereit|stehen bereit|stünde bereit|sagte zu|sagt zu|sagten zu
springt (?:[^,.;]+ )?ein|zieht mit|ziehen mit|trägt (?:[^,.;]+ )?mit|hält wort|stellt (?:[^,.;]+ )?bereit
stellen (?:[^,.;]+ )?bereit|legt (?:[^,.;]+ )?drauf|gab (?:sein|ihr|grünes) (?:wort|ja|licht)|ja gesagt|sagte ja
sagt ja|steuert (?:[^,.;]+ )?bei|steuern (?:[^,.;]+ )?bei|eingeplant|bewilligt|bewilligte
"""

OUT = r"""
sagten (?:[^,.;]+ )?ab|nicht (?:in betracht|infrage|in frage)|bleib(?:t|en) (?:[^,.;]+ )?draußen|nichts wissen
sperrt sich|sperren sich|stellt sich (?:[^,.;]+ )?quer|hält nichts davon|wird es (?:[^,.;]+ )?nicht geben
nicht zu haben|ohne uns|sagt (?:[^,.;]+ )?ab|sagte (?:[^,.;]+ )?ab|absage|steht nicht zur verfügung
stehen nicht zur verfügung|stehe (?:[^,.;]+ )?nicht zur verfügung|kann (?:[^,.;]+ )?nicht entbehren
entbehren könne|aus dem spiel|nicht mit uns|geht nicht mit|zieht nicht mit|ziehen nicht mit
will (?:[^,.;]+ )?nicht|wollen (?:[^,.;]+ )?nicht|lehnt(?:e|en)? (?:[^,.;]+ )?ab|abgelehnt|nein
macht (?:[^,.;]+ )?nicht mit|machen (?:[^,.;]+ )?nicht mit|nicht mitmachen|nicht dabei
schließt sich (?:[^,.;]+ )?nicht an|schließen sich (?:[^,.;]+ )?nicht an|ein nein|sagte? nein|sagten nein
winkt(?:e|en)? ab|hält sich (?:[^,.;]+ )?(?:heraus|raus)|halten sich (?:[^,.;]+ )?(?:heraus|raus)
bleibt (?:[^,.;]+ )?(?:außen vor|fern)|bleiben (?:[^,.;]+ )?(?:außen vor|fern)|verzichtet|verzichten|kommt nicht
gibt nichts|geben nichts|steigt (?:[^,.;]+ )?aus|stieg (?:[^,.;]+ )?aus
"""

WAVERS = r"""
(?:möchten?|möchte) (?:erst|zunächst|zuerst)
rechne(?:t|n)? noch|antwort (?:steht|stehe) (?:noch )?aus|will (?:noch )?nichts zusagen|bedenkzeit
wägt (?:[^,.;]+ )?ab|abwägen|zurückhaltend|hält sich (?:[^,.;]+ )?zurück|schweigt|schweigen|schwieg|ausweichend
vertagt|vertagte|noch keine zusage|steht (?:[^,.;]+ )?noch aus|stehe (?:[^,.;]+ )?noch aus|überlegt|überlege
erwägt|erwäge|denkt (?:[^,.;]+ )?nach|noch nicht so weit|später entscheiden|nicht äußern|äußerte sich nicht
prüft|prüfe|(?:will|wollen|wolle) erst (?:[^,.;]+ )?entscheiden|erst (?:[^,.;]+ )?entscheiden|unentschieden
unentschlossen|hält sich (?:[^,.;]+ )?bedeckt|halten sich (?:[^,.;]+ )?bedeckt|hielt sich (?:[^,.;]+ )?bedeckt
(?:noch )?nicht entschieden|noch nicht festlegen|nicht festlegen|legt sich (?:[^,.;]+ )?nicht fest|keine antwort
zögert|zögern|zögerte[n]?|schwankt|schwanken|prüfe(?:n)? noch|man prüfe|prüft noch|lässt sich (?:[^,.;]+ )?zeit
noch keine entscheidung|weder zugesagt noch abgelehnt|(?:will|wollen|wolle) abwarten|wartet ab|warten ab
ließ (?:[^,.;]+ )?offen|lässt (?:[^,.;]+ )?offen|spielt auf zeit|ringt noch|berät noch
entscheidet (?:erst|später)
"""

BINDS = r"""
bereitschaft
sprach sich (?:[^,;]+ )?für|spricht sich (?:[^,;]+ )?für|sprachen sich (?:[^,;]+ )?für|sprechen sich (?:[^,;]+ )?für|bereitschaft (?:[^,;]+ )?(?:erklärt|bekundet|signalisiert)
entschlossen|(?:schicken|senden|stellen|spenden|geben|leisten|zahlen|kaufen|liefern) (?:\w+ ){0,2}(?:\d[\d.,]*|zwei|drei|vier|fünf|sechs|acht|zehn|zwölf|mehrere|weitere|soldaten|truppen|flugzeuge|schiffe|waffen)
verstärk(?:t|en)|verläng(?:ert|ern)|verdoppel(?:t|n)|verdreifach(?:t|en)|trägt (?:[^,.;]+ )?mit|tragen (?:[^,.;]+ )?mit|stockt (?:[^;]+ )?auf
beteilig(?:t|en|e|te|ten) (?:[^,.;]+ )?sich|sei (?:[^,.;]+ )?dabei|hilft|unterstützt|unterstützen|trägt (?:[^,.;]+ )?bei|tragen (?:[^,.;]+ )?bei
gewähr(?:t|en)|genehmig(?:t|te|ten)|bewillig(?:t|te|ten)|billig(?:t|te|ten)|plan(?:t|en|e)|beabsichtig(?:t|en)|strebt (?:[^;]+ )?an|hat vor|haben vor
verleg(?:t|en)|stationier(?:t|en)|bilde(?:t|n) (?:[^,.;]+ )?aus|bekenn(?:t|en) sich|bekannte sich|schließt sich|schlossen sich|schloss sich
unterzeichne(?:t|te|n)|unterschr(?:eibt|ieb)|trat (?:[^,.;]+ )?bei|beitritt erklärt|bekräftig(?:t|te|ten) (?:[^,.;]+ )?(?:zusage|versprechen|bereitschaft)
in aussicht|zur verfügung|erklärt[e]? sich (?:[^,.;]+ )?(?:bereit|einverstanden)|steht (?:[^,.;]+ )?zu (?:seiner|ihrer|der|seinem|ihrem) (?:zusage|wort|versprechen|verpflichtung\w*)
gibt (?:[^,.;]+ )?(?:frei|ab|grünes licht)|gab (?:[^,.;]+ )?grünes licht|hält (?:[^,.;]+ )?fest|befürworte(?:t|te|n)|setzt sich (?:[^,.;]+ )?für
bereit|gewillt|willens|bereiterklärt|verpflichte(?:t|n|te|ten)|zugesagt|zusagte|zusage
sag(?:t|te|en|ten) (?:[^,.;]+ )?zu|versp(?:richt|rach|rachen|rochen)|angeboten|biete[nt]?(?: [^,.;]+)? an
bo[t](?:en)?(?: [^,.;]+)? an|spende(?:t|n|te|ten)|gespendet|stell(?:t|en|te|ten) (?:[^.;]+ )?(?:bereit|zur verfügung)
dabei|mit(?:macht|gemacht)|mach(?:t|en) (?:[^,.;]+ )?mit|beteiligt sich|beteiligen sich|gelobt(?:e|en)?
schließt sich (?:[^,.;]+ )?an|schließen sich (?:[^,.;]+ )?an|tritt (?:[^,.;]+ )?bei|treten (?:[^,.;]+ )?bei
beigetreten|nimmt (?:[^,.;]+ )?teil|nehmen (?:[^,.;]+ )?teil|übernimmt|übernehmen|finanziert|liefert|liefern
schickt|entsendet|bürgt|garantiert|steuert (?:[^,.;]+ )?bei|steuern (?:[^,.;]+ )?bei|einverstanden|ratifiziert
nimmt (?:[^,.;]+ )?auf|beschlossen|zugestimmt|stimm(?:t|te|ten) (?:[^,.;]+ )?zu|kauft|bestellt
"""

BARS = r"""
blockier(?:t|en|te|ten)(?= (?:\w+ ){0,4}?(?:teilnahme|beteiligung|abkommen|kredit|paket|hilfen?|mission|einigung))
stieg(?:en)? (?:[^,;]+ )?aus|rück(?:t|te|ten) (?:[^,;]+ )?ab|sprang(?:en)? (?:[^,;]+ )?ab|ausgestiegen|abgesprungen
kein interesse|tritt (?:[^,;]+ )?aus|trat (?:[^,;]+ )?aus|kein geld|keine (?:mittel|kapazitäten)|nicht leisten|nicht interessiert
verweist auf (?:seine|ihre) neutralität|beruft sich auf (?:seine|ihre) neutralität
(?:will|wolle|wollen|werden?|wird|würde|plant|möchte)(?! (?:[^,;]+ )?(?:kohle|öl|gas|atom\w*|fossil\w*|emissionen|krieg)) (?:[^,;]+ )?(?:aussteigen|beenden|stoppen|einstellen|verlassen|aussetzen|einfrieren|zurückziehen)
sieht keine[n]? (?:rolle|anlass|grund|bedarf|platz|notwendigkeit)|nicht betreten|bleibt (?:[^,;]+ )?fern|blieb (?:[^,;]+ )?fern|keine option
sträub(?:t|en|te|ten) sich|wehr(?:t|en|te|ten) sich|widersetz(?:t|en|te) sich|veto|keine absicht|nicht (?:die |vor|\w+ )?absicht|nichts wissen|nicht zu haben
nicht vor(?=\W*$|,)|winkt (?:[^,.;]+ )?ab|winkte (?:[^,.;]+ )?ab|sagt(?:e|en)? (?:[^,.;]+ )?ab|klare absage|rote linie|stell(?:t|en) sich (?:[^,.;]+ )?(?:quer|gegen)
verwahr(?:t|te) sich|steht (?:[^,.;]+ )?nicht zur verfügung|tabu|keine (?:option|pläne)|hält (?:[^,.;]+ )?nichts von|hält sich (?:[^,.;]+ )?(?:heraus|raus)
ist (?:[^,.;]+ )?gegen|sind (?:[^,.;]+ )?gegen|sei (?:[^,.;]+ )?gegen|sprach sich (?:[^,.;]+ )?gegen|spricht sich (?:[^,.;]+ )?gegen|aussetz(?:t|en)|setzt(?:e)? (?:[^,.;]+ )?aus|stopp(?:t|te)
will (?:[^,.;]+ )?nicht(?:s)?(?: \w+)?(?=\W*$|,)
lehn(?:t|en|e|te|ten) (?:[^;]+ )?ab|abgelehnt|ablehn(?:t|te|en)|schlie(?:ßt|ßen|ße) (?:[^;]+ )?aus
schloss(?:en)? (?:[^;]+ )?aus|ausgeschlossen|ausschließ(?:t|en)|weiger(?:t|n|te|ten)|geweigert|verweiger\w+
w(?:eist|eisen|ies|iesen) (?:[^;]+ )?zurück|zurückgewiesen|absage|erteil(?:t|te|ten) (?:[^;]+ )?absage|nein zu
sag(?:t|te|ten) (?:[^,.;]+ )?(?:nein|ab)|bleib(?:t|en) (?:[^,.;]+ )?(?:fern|draußen|außen vor)|verzicht\w+
steig(?:t|en) (?:[^,.;]+ )?aus|zieht sich (?:[^;]+ )?zurück|zog sich (?:[^;]+ )?zurück|sperr(?:t|en|te|ten) sich
stemm(?:t|en|te|ten) sich|kommt (?:[^,.;]+ )?nicht (?:in frage|infrage)|vom tisch|dagegen
"""

DOUBTS = r"""
vorbehalte|bedenken
kein\w* (?:[^,.;]+ )?(?:meinung|haltung|linie|festlegung)
(?:möchten?|will|wollen|wolle) (?:\w+ )?(?:erst|zunächst|zuerst)
sucht (?:[^,;]+ )?nach wegen|wie (?:es|man|sie) (?:[^,;]+ )?helfen
(?:nicht|kein\w*) (?:[^,.;]+ )?(?:geäußert|beantwortet|positioniert|entscheiden|beschlossen|antwort|stellung|position)
entscheide[tn]? (?:[^,.;]+ )?(?:über|ob|erst|später|nächste\w*|noch)|wird (?:[^,.;]+ )?(?:prüfen|entscheiden|beraten)|will (?:[^,.;]+ )?(?:prüfen|beraten|entscheiden)
berät|beraten|hält sich (?:[^;]+ )?offen|halten sich (?:[^;]+ )?offen|ließ(?:en)? (?:[^;]+ )?offen|lässt (?:[^;]+ )?offen|zurückhaltend|skeptisch|gespalten|uneins|uneinig
schließt (?:[^;]+ )?nicht aus|schließe (?:[^;]+ )?nicht aus|schloss (?:[^;]+ )?nicht aus|nicht ausgeschlossen|nicht ausschließen|vertag(?:t|te)|bedenkzeit|lotet (?:[^;]+ )?aus|sondier(?:t|en)|denkbar
noch nicht|steht (?:[^,.;]+ )?aus|spielt auf zeit|laviert|in gesprächen|evaluier(?:t|en)|sieht (?:[^,.;]+ )?(?:zu früh|keinen anlass)
prüf(?:t|en|e|te|ten)|geprüft|erwäg(?:t|en|e)|erw[oö]g(?:en)?|überleg(?:t|en|e|te)|offen(?:gelassen|gehalten)?
unentschlossen|unentschieden|zögert?|zögern|nicht (?:\w+ )?(?:entschieden|festgelegt|festlegen|entschlossen)
keine (?:\w+ )?entscheidung|zu früh|verfrüht|vorstellen|abwarten|wart(?:et|en) (?:[^;]+ )?ab|denkt (?:[^;]+ )?nach
schwankt|unklar|bedeckt|ringt|debattiert|diskutiert|noch nicht (?:\w+ )?zugesagt|keine (?:\w+ )?zusage
"""

DEEDS = r"""
teil (?:\w+ ){0,4}sein|dabei sein
akzeptieren|verstärken|verlängern|tragen|schultern|absichern|schützen|helfen|mithelfen|ausrüsten|reparieren|bauen|erhöhen|anheben|verringern
reduzieren|beenden|erlassen|öffnen|erlauben|zulassen|freigeben|freizugeben|anerkennen|anzuerkennen|evakuieren|umsiedeln|einführen
umsetzen|anheben|aufstocken|aufzustocken|leisten|überlassen|mitfinanzieren|mitziehen|mitwirken|bewachen|patrouillieren|überwachen|sichern
(?:entsandt|geschickt|geliefert|bereitgestellt|finanziert|stationiert|verlegt|ausgebildet|gestellt) werden
beitragen|beizutragen|stellen|liefern|spenden|schicken|senden|entsenden|stationieren|finanzieren|bezahlen|zahlen
ausbilden|auszubilden|leihen|ratifizieren|beitreten|beizutreten|unterzeichnen|unterschreiben|anschließen
beteiligen|teilnehmen|teilzunehmen|mitmachen|mitzumachen|kaufen|beschaffen|bestellen|aufnehmen|aufzunehmen
behandeln|übernehmen|bereitstellen|bereitzustellen|investieren|teilen|abgeben|abzugeben|übergeben|bürgen
garantieren|unterstützen|zustimmen|zuzustimmen|mittragen|beisteuern|verdoppeln|verdreifachen|senken|aussteigen
geben|gewähren|genehmigen|begleiten|verlegen|annehmen|entsendet|liefert|finanziert|beteiligt
"""

STAKES = r"""
zustimmung|unterstützung|beitritt|ratifizierung|unterschrift|ja|hilfe|kauf|verkauf|spende|kredit|mitgliedschaft
mitwirkung|genehmigung|teilnahme|beteiligung|zusage
"""

IDLE = r"""
verurteilen|verurteilt
seit (?:\w+ )?(?:jahren|jahrzehnten|monaten)|bestellte? (?:[^;]+ )?ein|einbestell\w+|gericht|umfragen?|inflation|leitzins\w*|wachstum|olympi\w+|weltmeisterschaft|film\w*|touristen
erdbeben|wetter|festgenommen|verhaftet
reisen|besuchen|treffen|spielen|spielt|feiern|vorwürfe?n?|kritik|anschuldigung(?:en)?|behauptung(?:en)?|bericht\w*
(?:[\w-]+)?gespräche?n?|gipfel\w*|konferenz\w*|wahl(?:en)?|viertelfinale|halbfinale|spiel|rezession|stellungnahme
verantwortung für|bekanntgabe|rede|platz|tor(?:e|en)?
"""

MUST = r"""
(?:be)?fürchte[tn]?|(?:be)?fürchtete[n]?
dürfe|dürfen|darf|muss|müssen|müsse|müssten?|musste[n]?|sollte|sollten|fordert|fordern|forderte[n]?|gefordert
verlangt|verlangen|verlangte[n]?|bittet|bitten|bat|baten|ruft (?:[^,.;]+ )?auf|rief (?:[^,.;]+ )?auf
appelliert\w*|drängt|drängte[n]?|aufgefordert|ermahnt|hofft|hoffen|hoffte|erwartet|wünscht sich
"""

HANGS = r"""
wartet (?:\w+ )?auf (?:grünes licht|das ja|die zustimmung|ein mandat|den beschluss)
verknüpf(?:t|en|te|ten)|kopp(?:elt|eln|elte)
mach(?:t|en|te|ten) (?:[^;]+ )?(?:abhängig|zur bedingung)|nur gegen
setz(?:t|te|en|ten) (?:[^;]+ )?voraus|voraussetzt|steht unter (?:dem )?vorbehalt|steht und fällt mit
verlangt (?:\w+ )?(?:als gegenleistung|zuvor|dafür|im gegenzug|vorher|erst)
fordert (?:\w+ )?(?:als gegenleistung|zuvor|dafür|im gegenzug|vorher)|im gegenzug|gegenleistung|zur bedingung
als bedingung|bedingung sei|hängt (?:[^;]+? )?an|hängen (?:[^;]+? )?an|hinge (?:[^;]+? )?an|abhängig
hängt (?:[^;]+? )?(?:ab|von)|hängen (?:[^;]+? )?(?:ab|von)|hänge (?:[^;]+? )?(?:ab|von)|abhängt|abhänge|abhängen
knüpft|knüpfen|knüpfte[n]?|geknüpft|bedingung|bedingungen|voraussetzung|voraussetzungen
setzt (?:[^,.;]+ )?voraus|setze (?:[^,.;]+ )?voraus|unter vorbehalt|vorbehaltlich|vorbehalt|bedarf|bedürfe
pocht auf|pochen auf|pochte auf|beharrt auf|besteht auf|bestehen auf|bestand auf|erfordert
"""

IF = r"""
es sei denn|nur wenn|im gegenzug|wenn zuvor|vorausgesetzt(?:,)? dass|falls nicht|solange nicht
gegen(?= (?:die )?zusage)|erst wenn|und zwar nur|nicht ohne|nicht bevor|ehe|zu bestimmten bedingungen
nur für den fall|sobald|nachdem|wenn|falls|sofern|soweit|solange|vorausgesetzt
unter der (?:bedingung|voraussetzung)
unter (?:bestimmten|gewissen|diesen|klaren|engen) (?:bedingungen|voraussetzungen)|für den fall|im falle?|nur mit
nur im rahmen|nur unter|nur auf|nur bei|nur nach|allenfalls nach|ohne|sobald|erst nach|erst wenn|erst bei
erst mit
nach(?= (?:eine[mr] |dem |der )?(?:\w+ ){0,2}(?:waffenstillstand\w*|waffenruhe|feuerpause|friedens\w+|kriegsende|ende|abschluss))
bevor|bis
mit(?= (?:eine[mr] |dem |den )?(?:\w+ ){0,2}(?:mandat\w*|sicherheitsgarantien|us-garantien|garantien|rückendeckung|zustimmung|absicherung))
bei(?= (?:eine[mr] |dem |der )?(?:\w+ ){0,2}(?:waffenstillstand\w*|waffenruhe|feuerpause|friedens\w+))
im rahmen(?= (?:eines |des |einer )?(?:\w+-?)*\s?mandat\w*)|unter(?= (?:einem |dem )?(?:\w+[- ])*mandat)
nicht vor
"""

ONLY = r"""
nur|erst|ausschließlich|allenfalls|lediglich|allein|ohne|bevor|bis|nicht vor|frühestens
"""

REGARDLESS = r"""
auch ohne|selbst ohne|notfalls ohne|zur not(?: auch)? ohne|mit oder ohne|auch wenn|selbst wenn
unabhängig (?:davon|von)|ungeachtet|ohne (?:vor)?bedingungen|ohne vorbedingung|ohne zögern|ohne weiteres
wenn nötig|falls nötig|wenn es sein muss|ohne rücksicht
ohne (?:konkrete |genaue )?(?:zahlen|details|namen|einzelheiten)|ohne zu|ohne dass|als ob|wie wenn
notfalls auch ohne|erst recht
"""

GIVEN = r"""
nach|für die zeit nach|im falle?|abzusichern|absichern|absicherung|sichern|zu sichern|überwachen|überwachung
zu überwachen|garantieren|bei|falls|wenn|sobald|kommt es|kontrollieren|durchsetzen|begleiten|möglichen?
künftigen?|etwaigen?
"""

FAR = r"""
ferne|in weiter ferne|in weite ferne|nicht in sicht|außer sicht|unwahrscheinlich|unerreichbar
lehnt (?:[^,.;]+ )?ab|gescheitert|abgelehnt|kaum in sicht|nicht absehbar|entfernt|schwindet|geschwunden
aussichtslos|verweigert|rückt (?:[^,.;]+ )?ferne
"""

CONTRAST = r"""
aber|doch|während|sondern|wohingegen|obwohl|obgleich|allerdings|hingegen|dagegen(?= \w+)
"""

AND = r"und|sowie|oder|noch|gemeinsam mit|zusammen mit|wie auch|beziehungsweise"

SAID = r"""
mach(?:t|te|ten) deutlich
sagte[n]?(?! (?:ja|nein|zu|ab)(?!\w))|sagt(?! (?:ja|nein|zu|ab)(?!\w))|sagen|gesagt|erklärte[n]?|erklärt
betonte[n]?|betont|berichtete[n]?|berichtet|teilte[n]?|teilt|meinte|meint|hieß es|heißt es|kündigte[n]?|kündigt
versicherte[n]?|versichert|bekräftigte[n]?|bekräftigt|äußerte[n]?|ergänzte|fügte|unterstrich|stellte[n]? klar
stellt klar|warnte|warnt|schrieb|schreibt|verkündete|behauptete|zufolge|laut|nannte|bestätigte|so
"""

AFTER = r"laut|nach angaben|nach den worten|nach aussage|nach einschätzung|wie|zufolge"

THAT = r"dass|:"

OWN = r"""
man|wir|unser|unsere[rnms]?|ich|(?:sein|ihr|das eigene|das) land|(?:sein|ihr)e[sm]? land(?:es)?
(?:seine|ihre|die eigene) regierung|er|sie
"""

SAME = r"""
es|er|sie|das land|die regierung|der kanzler|die kanzlerin|der (?:minister)?präsident
die (?:minister)?präsidentin|der (?:verteidigungs|außen|premier)?minister
die (?:verteidigungs|außen|premier)?ministerin|der regierungschef|die regierungschefin|der staatschef
das kabinett|das verteidigungsministerium|dort|man dort|seine|ihre|das königreich
"""

PLACE = r"""
in|im|nach|aus|über|auf|gegen|an|bei|zwischen|um|ins|zum|zur|zu|vor|entlang|rund um|für|mit|richtung|hinter
neben|durch|innerhalb|außerhalb|nahe|nördlich|südlich|östlich|westlich|als|wie|statt|gegenüber|zugunsten
verlassen|verlässt|unterstützt|angegriffen|überfallen
"""

AGENT = r"von|durch|seitens|vonseiten"

OFFICE = r"""
\w*präsident(?:in|en)?|\w*minister(?:in|s|n)?|\w*kanzler(?:in|s)?|\w*chef(?:in|s)?|premier(?:s)?
regierungssprecher(?:in)?|\w*sprecher(?:in|s)?|könig|general(?:e|s)?|admiral|botschafter(?:in)?
diplomat(?:en|in)?|staatssekretär(?:in)?|amtskollegen?|kollegen?|\w*beauftragter?|gesandter?|taoiseach
generalstabschef|inspekteur|abgeordnete[rn]?|politiker(?:in)?|kreise
"""

BODY = r"""
(?:[\w]+-)?(?:jets?|systeme|maschinen|einheiten|verbände|marineschiffe)|gripen|eurofighter
soldat(?:en|innen)?|truppen|kampfjets?|flugzeuge|piloten|ausbilder|pioniere|polizisten|fregatten?|schiffe|marine|luftwaffe
\w*regierung|kabinett|armee|militär|marine|luftwaffe|streitkräfte|\w*ministerium|truppen?|soldaten|kontingent
teilnahme|beteiligung|beitrag|parlament|seite|zusage|angebot|einsatz|verbände|brigade|bataillon|schiffe?
fregatten?|kampfjets?|flugzeuge|minenjäger|kampfflugzeuge|bereitschaft|entscheidung|absage|einheiten|beiträge
friedenstruppen|bodentruppen|führung|staatsspitze|regierungskreise|minister\w*|engagement
"""

OPPOSITION = r"""
(?:die |der )?grünen?|fdp|\w*partei|fraktion|linke[nr]?(?= (?:lehn|forder|kritis))|abgeordnete\w*|junge union
\w*opposition\w*|oppositions\w+|schattenminister\w*|rechtspopulist\w*|rechtsaußen\w*|rechtsextrem\w*|linkspartei
afd|fpö|bsw|die linke|frühere[rn]? \w*(?:präsident|minister|kanzler|general|premier|chef)\w*
ehemalige[rn]? \w*(?:präsident|minister|kanzler|general|premier|chef)\w*|ex-\w+
früher\w* (?:verteidigungs|außen)minister\w*|hinterbänkler\w*|expert(?:e|en|in)|analyst(?:en|in)?
militärexpert\w*|politikwissenschaftler\w*|professor(?:in)?|kritiker(?:in)?|denkfabrik|kommentator\w*|a\. ?d\.
kandidat(?:in|en)?|demonstrant\w*
"""

MANY = r"""
(?:(?:etwa|rund|mehr als|mindestens|fast|bis zu|gut|über|insgesamt|knapp|die|den|der) )?(?:(?:meisten|vielen?|mehrere[nr]?|einigen?|andere[nr]?|übrigen|manche[nr]?|wenigen?|eine (?:reihe|gruppe|mehrheit|handvoll)|ein dutzend|dutzende|alle[nr]?|\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|fünfzehn|zwanzig|dreißig|restlichen)(?: (?:von|weitere[rn]?|der|anderen?|übrigen|europäische[rn]?|westliche[rn]?|verbündete[rn]?|beteiligte[rn]?|willige[rn]?|nato-|eu-|kleinere[rn]?|größere[rn]?|meisten))*) (?:\w+-)?(?:ländern?|staaten|nationen|verbündeten?|partnern?|mitgliedstaaten|mitgliedsländern?|mitgliedern?|partnerländern?|partnerstaaten|regierungen|hauptstädten?|europäern?|alliierten?|bündnispartnern?|nato-staaten|nato-ländern?|eu-staaten|eu-ländern?)
die meisten anderen|die anderen|die übrigen|viele andere|alle anderen
"""

PAST = r"""
(?:im jahr |jahr )?(?:19\d\d|200\d|201\d)|vor \w+ jahren|damals|früher|in der vergangenheit|im kalten krieg
seinerzeit|einst
"""

INSTEAD = r"""
statt|anstatt|anstelle|anstatt von|nicht|ursprünglich|zunächst|weniger als die|im vergleich zu|gegenüber
von ehemals|von einst|früher
"""

UP_TO = r"bis zu|höchstens|maximal|nicht mehr als"

BETWEEN = r"bis|und|oder|bis zu|-|–"

FIRST = r"""
erste priorität|oberste priorität|höchste priorität|oberster vorrang|vorrang|vorrangig|erstens|zuerst|als erstes
an erster stelle|zunächst|hauptpriorität|priorität|am wichtigsten|wichtigste
"""

THEN = r"""
danach|dann|anschließend|zweitens|drittens|an zweiter stelle|an dritter stelle|als nächstes|gefolgt von|darauf
schließlich|zuletzt|als zweites|als drittes|später|erst dann|im nächsten schritt|im anschluss|nachrangig
"""

PRIORITY = r"priorität\w*|vorrang\w*|reihenfolge|zuerst|als erstes|erstens|an erster stelle|rangfolge"

TOPICS = {
    "peace-agreement": r"""
        friedens(?:abkommens?|vertrag\w*|schluss\w*|lösung|vereinbarung|regelung|plan\w*|schlusses)
        kriegsende\w*|ende (?:der kämpfe|des krieges|der kampfhandlungen)
        (?:krieg|kämpfe|kampfhandlungen) (?:\w+ )?(?:vorbei|beendet|enden|endet|ende)
        abkommen(?:s)? (?:mit russland|zwischen)|(?:dauerhafte[rn]?|gerechte[rn]?|ausgehandelte[rn]?) frieden
        den? frieden(?:s)?|frieden
    """,
    "ceasefire": r"""
        waffenstillst(?:and|ands|andes|ände)\w*|waffenruhe\w*|feuerpause\w*|\w*waffenpause|waffen schweigen
        feuereinstellung|waffenstillstandsabkommen
    """,
    "mandate": r"""
        \w*-?mandat(?:s|es|e)?|un-resolution|resolution|sicherheitsrat(?:es|s)?|völkerrecht\w*|rechtsgrundlage
        rechtliche[rn]? grundlage
    """,
    "parliament": r"""
        \w*parlament\w*|bundestag(?:s|es|smandat\w*)?|sejm|reichstag|saeima|seimas|riigikogu|folketing|storting
        nationalversammlung|senat|kongress|unterhaus|abgeordneten|volksvertretung|nationalrat
    """,
    "request": r"""
        bitte (?:der ukraine|kiews|aus kiew)
        (?:einladung|wunsch|zustimmung|anfrage|ersuchen|einverständnis|antrag) (?:der ukraine|kiews|aus kiew|der ukrainischen)
        (?:kiew|die ukraine) (?:\w+ )?(?:bittet|darum bittet|zustimmt|einlädt|wünscht|anfragt|das wünscht|will)
        formelle[rn]? (?:anfrage|bitte|ersuchen)|angefragt|darum gebeten
    """,
    "rules-of-engagement": r"einsatzregeln?|kommandostruktur\w*|befehlskette|führungsstruktur\w*",
    "terms-known": r"""
        (?:bedingungen|ziele?|auftrag|details|einzelheiten|rahmen|umfang|konzept|rolle|aufgaben|modalitäten|ausgestaltung|rahmenbedingungen)(?: [\w ]+?)? (?:klar|geklärt|bekannt|definiert|festgelegt|feststehen|feststeht|vereinbart)
        klare[rnsm]? (?:auftrag\w*|ziele?|plan|konzept|strategie|rahmen\w*|regeln|bedingungen|exitstrategie|ausstiegsstrategie)
        klarheit|geklärt|ausstiegs(?:strategie|plan)
    """,
    "russia-consent": r"""
        (?:zustimmung|einverständnis|einwilligung) (?:russlands|moskaus|des kreml|aus moskau|der russischen)
        (?:russland|moskau|der kreml) (?:\w+ )?(?:zustimmt|akzeptiert|einwilligt|einverstanden)
        russische[rnm]? (?:zustimmung|einverständnis)
    """,
    "forces-safe": r"""
        sicherheit (?:der|ihrer|seiner|unserer|eigener|der eigenen) (?:\w+ )?(?:soldaten|truppen|soldatinnen|kräfte|einsatzkräfte)
        schutz (?:der|ihrer|seiner|eigener) (?:\w+ )?(?:soldaten|truppen)|sicherheitslage
        lage es (?:erlaubt|zulässt)|sichere[sn]? umfeld
    """,
    "own-defence": r"""
        eigene[nr]? (?:\w+ )?(?:verteidigung|grenzen?|sicherheit|abschreckung|landesverteidigung)
        landesverteidigung|ostflanke|verteidigungsfähigkeit
    """,
    "funding": r"finanzierung|finanziert|geld|haushalt\w*|kosten (?:gedeckt|geteilt|übernommen)|finanziell\w*",
    "eu-decision": r"""
        eu-(?:beschluss\w*|gipfel\w*|entscheidung|rahmen|zustimmung)|beschluss der eu
        europäische[rn]? rat(?:es|s)?
    """,
    "nato-role": r"""
        nato-(?:rolle|beteiligung|unterstützung|führung|garantie\w*|rahmen|beistand)
        (?:unterstützung|beteiligung|führung|zustimmung|rückendeckung) der nato|artikel (?:5|fünf)
        die nato (?:\w+ )?(?:mitmacht|führt|beteiligt|unterstützt)|bündnisfall
    """,
    "others": r"""
        andere[rn]? (?:\w+ )?(?:länder|staaten|nationen|partner|verbündete\w*|europäer|mitgliedstaaten)
        weitere[rn]? (?:länder|staaten|partner|verbündete)|genügend (?:länder|staaten|partner)
        genug (?:länder|staaten|partner)
        (?:alle|mehrere|viele) (?:länder|staaten|partner|verbündete\w*|europäer)|die anderen
        andere (?:auch|mitmachen|mitziehen|sich|ebenfalls|dabei|folgen)|nicht (?:im )?allein\w*
        keinen? alleingang|alleingang|gemeinsam mit (?:anderen|partnern|verbündeten|den)
        zusammen mit (?:anderen|partnern|verbündeten)|abgestimmt mit|multinational\w*|lastenteilung
        breite[rn]? (?:koalition|bündnis\w*)|im verbund
    """,
    "us-guarantee": r"""
        \w*-?\w*garantien?|rückendeckung|absicherung|backstop|\w*-?unterstützung|rückhalt|beteiligung|beteiligt
        beteiligen|mitmachen|mitmacht|hilfe|schutzschirm|zusagen?|schutz|beistand\w*|einbindung|beitrag
        rückversicherung|garantiert|garantieren|dabei|unterstützt|unterstützen|engagement|mitwirkung|rolle
    """,
}

CAPABILITIES = {
    "planners": r"militärplaner\w*|planer|stabsoffiziere?n?|planungsoffiziere?",
    "instructors": r"ausbilder\w*|militärausbilder\w*|trainer|ausbildung|ausbildungsmission|militärberater",
    "police": r"polizist(?:en|innen)|polizeikräfte|polizei",
    "monitors": r"beobachter\w*|militärbeobachter\w*",
    "medics": r"sanitäter\w*|ärzte|feldlazarett\w*|lazarett\w*|sanitätskräfte|medizinische\w* \w+",
    "engineers": r"pioniere?n?|minenräumer|kampfmittelräum\w*|minenräumung",
    "fighters": r"""
        kampfjets?|kampfflugzeugen?|kampfflugzeuge|jagdflugzeugen?|eurofightern?|eurofighter|f-16|f-35|rafales?
        gripens?|jets?|tornados?
    """,
    "patrol aircraft": r"seefernaufkl\w+|aufklärungsflugzeugen?|überwachungsflugzeugen?|awacs\w*|patrouillenflugzeugen?",
    "transport aircraft": r"transportflugzeugen?|transportmaschinen|lufttransport\w*",
    "tankers": r"tankflugzeugen?|luftbetankung\w*|tanker",
    "helicopters": r"hubschraubern?|helikoptern?",
    "drones": r"drohnen?|\w+drohnen?",
    "aircraft": r"flugzeugen?|flugzeuge|maschinen|luftunterstützung",
    "minehunters": r"""
        minenjagdbooten?|minenjagdboote?|minenjägern?|minensuch\w+|minenräumboote?n?|minenabwehr\w*
        minenräumern?|minensucher
    """,
    "frigates": r"fregatten?|korvetten?|zerstörern?",
    "submarines": r"u-booten?|u-boote",
    "ships": r"""
        kriegsschiffe?n?|schiffe?n?|marineeinheiten|marineschiffe?n?|patrouillenboote?n?|boote?n?|marinekräfte
    """,
    "air defence": r"flugabwehr\w*|luftabwehr\w*|luftverteidigung\w*|patriots?(?:-\w+)?|iris-t|abfangraketen|raketenabwehr\w*|samp/t",
    "tanks": r"kampfpanzern?|panzern?|leopard\w*",
    "vehicles": r"fahrzeugen?|schützenpanzern?|radpanzern?|lastwagen|lkw",
    "ammunition": r"munition\w*|artilleriegeschosse?n?|granaten|geschosse?n?|raketen|marschflugkörpern?|schuss",
    "intelligence": r"aufklärung\w*|geheimdienst\w*|satelliten\w*|nachrichtendienst\w*",
    "logistics": r"logisti\w+|stützpunkte?n?|transit",
    "money": r"millionen|milliarden?|euro|dollar|pfund",
    "troops": r"""
        \w*soldat(?:en|innen)?|soldatinnen und soldaten|\w*truppen?|\w*truppe|streitkräfte\w*|kräfte
        bodentruppen|friedenstruppen|militärpersonal|blauhelme?n?|kampftruppen|militärs?|kontingente?s?
        bataillone?|brigaden?|kompanien?|infanterie|mann|einheiten|rückversicherungstruppen|personal
        fallschirmjäger|\w*soldaten
    """,
}

DOMAINS = {
    "air": r"""
        luftraum\w*|himmel\w*|luft|lufthoheit|luftkomponente|luftüberwachung|lufteinsatz|luftverteidigung
        luftsicherung|aus der luft|in der luft
    """,
    "sea": r"""
        see|meer\w*|schwarze[nms]? meer\w*|marine\w*|seewege?n?|seeraum\w*|maritim\w*|schifffahrt\w*|gewässern?
        zur see|auf see|häfen|seeweg\w*
    """,
    "land": r"""
        land|boden|bodentruppen|am boden|an land|zu lande?|landkomponente|grenze|landstreitkräfte|territorium
        truppen
    """,
    "cyber": r"cyber\w*",
    "logistics": r"logistik\w*|nachschub\w*|versorgung",
    "training": r"ausbildung",
}

NUMBERS = {
    "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14,
    "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "zwanzig": 20, "dreißig": 30,
    "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90, "hundert": 100,
    "zweihundert": 200, "dreihundert": 300, "vierhundert": 400, "fünfhundert": 500, "tausend": 1000, "eintausend": 1000,
    "zweitausend": 2000, "dreitausend": 3000, "fünftausend": 5000, "zehntausend": 10000, "dutzend": 12,
    "million": 1_000_000, "millionen": 1_000_000, "milliarde": 1_000_000_000, "milliarden": 1_000_000_000,
}  # fmt: skip

STOP = frozenset(
    "der die das und ist nicht ein eine den dem des mit von zu auf für sich auch wird werden sei sagte im am".split()
)
