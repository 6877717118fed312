"""How states are spoken of beside the names of the CLDR: short forms, adjectives, peoples, capitals, seats of
government and groups of known members. The CLDR has none of these.
"""

#: Code; English adjectives and peoples; German stem of the adjective and peoples; French adjective; capital in the
#: three languages (one where it is the same). Parts are told apart by ``;``, forms by ``,``.
STATES = """
AL; Albanian,Albanians; albanisch,Albaner; albanais; Tirana
AM; Armenian,Armenians; armenisch,Armenier; arménien; Yerevan,Jerewan,Eriwan,Erevan
AR; Argentine,Argentinian,Argentinians; argentinisch,Argentinier; argentin; Buenos Aires
AT; Austrian,Austrians; österreichisch,Österreicher; autrichien; Vienna,Wien,Vienne
AU; Australian,Australians; australisch,Australier; australien; Canberra
AZ; Azerbaijani,Azerbaijanis; aserbaidschanisch,Aserbaidschaner; azerbaïdjanais; Baku,Bakou
BA; Bosnian,Bosnians; bosnisch,Bosnier; bosnien; Sarajevo
BD; Bangladeshi,Bangladeshis; bangladeschisch,Bangladescher; bangladais; Dhaka
BE; Belgian,Belgians; belgisch,Belgier; belge;
BG; Bulgarian,Bulgarians; bulgarisch,Bulgaren; bulgare; Sofia
BJ; Beninese; beninisch,Beniner; béninois; Cotonou
BR; Brazilian,Brazilians; brasilianisch,Brasilianer; brésilien; Brasilia,Brasília
BY; Belarusian,Belarusians; belarussisch,weißrussisch,Belarussen; biélorusse; Minsk
CA; Canadian,Canadians; kanadisch,Kanadier; canadien; Ottawa
CH; Swiss; schweizerisch,Schweizer; suisse; Bern,Berne
CL; Chilean,Chileans; chilenisch,Chilenen; chilien; Santiago
CN; Chinese; chinesisch,Chinesen; chinois; Beijing,Peking,Pékin
CO; Colombian,Colombians; kolumbianisch,Kolumbianer; colombien; Bogota,Bogotá
CY; Cypriot,Cypriots; zyprisch,zypriotisch,Zyprer; chypriote; Nicosia,Nikosia,Nicosie
CZ; Czech,Czechs; tschechisch,Tschechen; tchèque; Prague,Prag
DE; German,Germans; deutsch,Deutsche,Deutschen; allemand; Berlin
DK; Danish,Dane,Danes; dänisch,Dänen; danois; Copenhagen,Kopenhagen,Copenhague
DZ; Algerian,Algerians; algerisch,Algerier; algérien; Algiers,Algier,Alger
EE; Estonian,Estonians; estnisch,Esten; estonien; Tallinn
EG; Egyptian,Egyptians; ägyptisch,Ägypter; égyptien; Cairo,Kairo,Le Caire
ES; Spanish,Spaniards; spanisch,Spanier; espagnol; Madrid
ET; Ethiopian,Ethiopians; äthiopisch,Äthiopier; éthiopien; Addis Ababa,Addis Abeba
FI; Finnish,Finns; finnisch,Finnen; finlandais; Helsinki
FR; French; französisch,Franzosen; français; Paris
GB; British,Britons,Brits,Briton; britisch,Briten; britannique; London,Londres
GE; Georgian,Georgians; georgisch,Georgier; géorgien; Tbilisi,Tiflis,Tbilissi
GH; Ghanaian,Ghanaians; ghanaisch,Ghanaer; ghanéen; Accra
GR; Greek,Greeks; griechisch,Griechen; grec; Athens,Athen,Athènes
HR; Croatian,Croat,Croats; kroatisch,Kroaten; croate; Zagreb
HT; Haitian,Haitians; haitianisch,Haitianer; haïtien; Port-au-Prince
HU; Hungarian,Hungarians; ungarisch,Ungarn; hongrois; Budapest
ID; Indonesian,Indonesians; indonesisch,Indonesier; indonésien; Jakarta
IE; Irish; irisch,Iren; irlandais; Dublin
IL; Israeli,Israelis; israelisch,Israelis; israélien; Jerusalem,Jérusalem
IN; Indian,Indians; indisch,Inder; indien; New Delhi,Neu-Delhi,Delhi
IQ; Iraqi,Iraqis; irakisch,Iraker; irakien; Baghdad,Bagdad
IR; Iranian,Iranians; iranisch,Iraner; iranien; Tehran,Teheran,Téhéran
IS; Icelandic,Icelanders; isländisch,Isländer; islandais; Reykjavik,Reykjavík
IT; Italian,Italians; italienisch,Italiener; italien; Rome,Rom
JM; Jamaican,Jamaicans; jamaikanisch,Jamaikaner; jamaïcain; Kingston
JO; Jordanian,Jordanians; jordanisch,Jordanier; jordanien; Amman
JP; Japanese; japanisch,Japaner; japonais; Tokyo,Tokio
KE; Kenyan,Kenyans; kenianisch,Kenianer; kényan; Nairobi
KR; South Korean,South Koreans; südkoreanisch,Südkoreaner; sud-coréen; Seoul,Séoul
KZ; Kazakh,Kazakhs; kasachisch,Kasachen; kazakh; Astana
LB; Lebanese; libanesisch,Libanesen; libanais; Beirut,Beyrouth
LT; Lithuanian,Lithuanians; litauisch,Litauer; lituanien; Vilnius
LU; Luxembourgish,Luxembourger,Luxembourgers; luxemburgisch,Luxemburger; luxembourgeois;
LV; Latvian,Latvians; lettisch,Letten; letton; Riga
MA; Moroccan,Moroccans; marokkanisch,Marokkaner; marocain; Rabat
MD; Moldovan,Moldovans; moldauisch,moldawisch,Moldauer; moldave; Chisinau,Chișinău
ME; Montenegrin,Montenegrins; montenegrinisch,Montenegriner; monténégrin; Podgorica
MK; Macedonian,Macedonians; mazedonisch,nordmazedonisch,Mazedonier; macédonien; Skopje
MT; Maltese; maltesisch,Malteser; maltais; Valletta,La Valette
MX; Mexican,Mexicans; mexikanisch,Mexikaner; mexicain; Mexico City,Mexiko-Stadt
NG; Nigerian,Nigerians; nigerianisch,Nigerianer; nigérian; Abuja
NL; Dutch,Dutchman; niederländisch,holländisch,Niederländer,Holländer; néerlandais,hollandais; The Hague,Den Haag,La Haye
NO; Norwegian,Norwegians; norwegisch,Norweger; norvégien; Oslo
NZ; New Zealander,New Zealanders; neuseeländisch,Neuseeländer; néo-zélandais; Wellington
PH; Philippine,Filipino,Filipinos; philippinisch,Philippiner; philippin; Manila,Manille
PK; Pakistani,Pakistanis; pakistanisch,Pakistaner; pakistanais; Islamabad
PL; Polish,Pole,Poles; polnisch,Polen; polonais; Warsaw,Warschau,Varsovie
PT; Portuguese; portugiesisch,Portugiesen; portugais; Lisbon,Lissabon,Lisbonne
QA; Qatari,Qataris; katarisch,Katarer; qatari,qatarien; Doha
RO; Romanian,Romanians; rumänisch,Rumänen; roumain; Bucharest,Bukarest,Bucarest
RS; Serbian,Serb,Serbs; serbisch,Serben; serbe; Belgrade,Belgrad
RU; Russian,Russians; russisch,Russen; russe; Moscow,Moskau,Moscou
RW; Rwandan,Rwandans; ruandisch,Ruander; rwandais; Kigali
SA; Saudi,Saudis; saudisch,saudi-arabisch,Saudis; saoudien; Riyadh,Riad,Riyad
SE; Swedish,Swede,Swedes; schwedisch,Schweden; suédois; Stockholm
SG; Singaporean,Singaporeans; singapurisch,Singapurer; singapourien;
SI; Slovenian,Slovene,Slovenes; slowenisch,Slowenen; slovène; Ljubljana
SK; Slovak,Slovaks; slowakisch,Slowaken; slovaque; Bratislava
SN; Senegalese; senegalesisch,Senegalesen; sénégalais; Dakar
TD; Chadian,Chadians; tschadisch,Tschader; tchadien; N'Djamena
TN; Tunisian,Tunisians; tunesisch,Tunesier; tunisien; Tunis
TR; Turkish,Turk,Turks; türkisch,Türken; turc; Ankara
TW; Taiwanese; taiwanisch,Taiwaner; taïwanais; Taipei
UA; Ukrainian,Ukrainians; ukrainisch,Ukrainer; ukrainien; Kyiv,Kiev,Kiew,Kyjiw
UG; Ugandan,Ugandans; ugandisch,Ugander; ougandais; Kampala
UY; Uruguayan,Uruguayans; uruguayisch,Uruguayer; uruguayen; Montevideo
US; American,Americans; amerikanisch,us-amerikanisch,Amerikaner; américain,étasunien; Washington
VN; Vietnamese; vietnamesisch,Vietnamesen; vietnamien; Hanoi,Hanoï
ZA; South African,South Africans; südafrikanisch,Südafrikaner; sud-africain; Pretoria
"""

#: French adjectives whose other forms no rule gives.
IRREGULAR = "grec grecque grecs grecques; turc turque turcs turques; letton lettonne lettons lettonnes"

#: Short and other names, whatever the language.
NAMES = """
AE; Emirates,UAE,U.A.E.,Emirate,Vereinigte Arabische Emirate,Émirats
BA; Bosnia,Bosnien,Bosnie
BY; Belarus,Weißrussland,Belorussland,Biélorussie,Bélarus
CH; Schweiz,Suisse
CZ; Czech Republic,Czechia,Tschechien,Tschechische Republik,République tchèque,Tchéquie
EU; EU,E.U.,UE,European Union,Europäische Union,Europäischen Union,Union européenne,European Commission,EU-Kommission,Commission européenne
GB; UK,U.K.,Britain,Great Britain,United Kingdom,Großbritannien,Grossbritannien,Vereinigtes Königreich,Vereinigte Königreich,Vereinigten Königreich,England,Grande-Bretagne,Royaume-Uni,Angleterre
KR; South Korea,Südkorea,Corée du Sud
MD; Moldova,Moldau,Moldawien,Republik Moldau,Moldavie
MK; North Macedonia,Nordmazedonien,Macédoine du Nord
NATO; NATO,Nato,OTAN,Otan
NL; Netherlands,The Netherlands,Holland,Niederlande,Niederlanden,Pays-Bas,Hollande
NZ; New Zealand,Neuseeland,Nouvelle-Zélande
RU; Russia,Russland,Rußland,Russie
TR; Turkey,Türkiye,Türkei,Turquie
UA; Ukraine
UN; UN,U.N.,United Nations,Vereinte Nationen,Vereinten Nationen,UNO,ONU,Nations unies,Nations Unies
US; US,U.S.,USA,U.S.A.,United States,America,Vereinigte Staaten,Vereinigten Staaten,Amerika,États-Unis,Etats-Unis,Amérique
ZA; South Africa,Südafrika,Afrique du Sud
"""

#: Seats and houses of government; they act, and are no places.
SEATS = """
US; White House,Weißes Haus,Weißen Haus,Weiße Haus,Weisse Haus,Maison Blanche,Maison-Blanche,Pentagon,Pentagone,State Department
GB; Downing Street,Whitehall,Royal Air Force,Royal Navy,British Army,RAF
FR; Élysée,Elysée,Élysée-Palast,Quai d'Orsay,Matignon,Bercy,Hôtel de Brienne
DE; Bundesregierung,Kanzleramt,Bundeskanzleramt,Bundeswehr,Bundesverteidigungsministerium,Bundeskanzler,Bundeskanzlerin
RU; Kremlin,Kreml
IE; Taoiseach,Tánaiste
PL; Sejm
"""

#: Groups whose members are known. What is only called a number or a part of others stays unnamed.
GROUPS = """
EE LV LT; Baltic states,Baltic countries,Baltic nations,Baltics,three Baltic states,Balten,baltischen Staaten,baltische Staaten,baltischen Länder,baltische Länder,Baltenstaaten,Baltikum,États baltes,Etats baltes,pays baltes,Baltes
DK FI IS NO SE; Nordic countries,Nordic states,Nordic nations,Nordics,nordischen Länder,nordische Länder,nordischen Staaten,nordische Staaten,pays nordiques
BE NL LU; Benelux,Benelux countries,Benelux-Staaten,Benelux-Länder,pays du Benelux
DK NO SE; Scandinavian countries,Scandinavian states,skandinavischen Länder,skandinavischen Staaten,skandinavische Länder,pays scandinaves
CZ HU PL SK; Visegrad countries,Visegrád Group,Visegrad Group,Visegrád-Staaten,Visegrad-Staaten,groupe de Visegrad,groupe de Visegrád
DE FR PL; Weimar Triangle,Weimarer Dreieck,triangle de Weimar
"""
