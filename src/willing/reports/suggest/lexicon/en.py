"""English words of pledges."""

GIVES = r"""
go|make (?:\w+ ){1,4}?available|move|sail|fly|take (?:an active )?part|add|spare
put (?:\w+ ){1,5}?(?:into|on the ground|at)|pay (?:in|into)|pledge|offer|come|release|grant|dig|act|send|deploy
dispatch|contribute|provide|supply|commit|join|participate|take part|taking part|station|deliver|donate|lead
help|support|train|secure|patrol|protect|be part of|being part of|play (?:a|its|their) (?:\w+ )?(?:role|part)
give|field|assign|make available|take over|take on|put|host|back|assist|pay|finance|lend|escort|police|guard
monitor|sweep|clear|be (?:sent|deployed|provided|supplied|stationed)|sending|deploying|contributing|providing
joining|participating|supplying|committing|dispatching|stationing|putting|training|supporting|helping|leading
"""

GIVING = r"""
(?:is|are) (?:paying|lending|giving|offering|building|putting|supplying|donating|training)|stands by|sends
deploys|dispatches|contributes|joins|participates|takes part
(?:is|are|was already|were already) (?:\w+ly )?(?:sending|deploying|contributing|providing|joining|taking part|participating|committing|supplying|dispatching)
"""

JOINS = r"""
paying|lending|lends?|donating|join(?:s|ed|ing)?|participat(?:e|es|ing)
(?:take|takes|taking) (?:an active )?part|be(?:ing)? part of|contribut(?:e|es|ing)|commit|sign up|on board
get involved|pay(?:s|ing)?(?: in)?|donat(?:e|es|ing)|not move|play (?:a|its|their) (?:\w+ )?(?:role|part)
"""

EVENTS = r"""
meetings?|summits?|talks|conferences?|calls?|negotiations?|discussions?|ceremony|vote|election|contact group
join(?:s|ing)? (?:the )?(?:nato|eu|european union|bloc)|nato membership|eu membership|exercises?|sanctions?
visit
"""

PART = r"""
pledges?|offers?|participation|involvement|contribution|contributions|deployment|contingent|troop commitment
commitment|membership
"""

FORCE = r"""
fund|escort force|flotilla|task force|bridge|force|forces|mission|missions|coalition|peacekeep\w*|operation
operations|alliance|troops?|soldiers?|deployment|boots on the ground|military presence|escorts?|contingents?
convoys?|patrols?|reassurance|no-fly zone|air shield|sky shield|monitoring|guarantee force|battlegroup
"""

WILL = r"""
(?:is|are|was|were) to(?= [a-z]+ )|will|'ll|’ll|won't|won’t|shall|would|wouldn't|wouldn’t
(?:is|are|was|were) going to|intends?(?: to)?|intended to|plans?(?: to)?|planned to|planning to|wants? to
wanted to|want|vows?|vowed|aims? to|(?:is|are) set to|(?:is|are) due to|(?:is|are) determined to
(?:has|have|had) decided(?: to)?|decided to|decides to|prepares? to
(?:is|are) to(?= send|deploy|join|contribute|provide|lead|take)|(?:is|are) preparing to|intention of
"""

READY = r"""
ready|willing|prepared|willingness|readiness|happy to|keen to|on board|stands? by
"""

MAY = r"""
could|couldn't|couldn’t|might|may|can|can't|can’t|cannot
"""

OFFERS = r"""
put (?:\w+ ){1,4}?on the table|puts (?:\w+ ){1,4}?on the table|on offer|stands by|stood by|stand by|set aside
signed off on|offers?|offered|offering|(?<!to\x20)pledges?|pledged|(?<!to\x20)promises?|promised
(?<!to\x20)commits?|committed|commitments?|committing|(?:has|have|had) agreed|agrees? to|agreed to
guarantees?(?= troops|ships)|signed up|signs up|signing up|earmarked|approved|approves|volunteered|undertook to
confirmed|confirms|announced|announces
"""

CERTAIN = r"""
certain|for certain|for sure|assured|settled|a done deal|beyond doubt|confirmed|guaranteed|definite|definitely
firmly|firm|unconditional|unconditionally|without conditions
"""

SEEMS = r"""
seems?|seemed|appears?(?: to)?|appeared|apparently|likely|probably|presumably|reportedly|is expected to
are expected to|expected|said to be|thought to be|reported to be|allegedly|rumou?red
"""

NO = r"""
not|never|no|n't|n’t|\w+n't|\w+n’t|cannot|neither|nor|none|nobody|nothing|no longer|hardly|zero
"""

NO_NO = r"""
not only|not just|not least|not alone|no doubt|no matter|no less|not to mention|no question|no later than
whether or not|no-fly|nothing less|no one else|no more than
"""

YET = r"""
yet|so far|for now|at this stage|at this point|for the time being|at present|at the moment|currently|still
to date
"""

REFUSES = r"""
there (?:will|would) be no
(?:wants?|will|plans?|decided) (?:to )?(?:end|quit|scrap|halt|suspend)(?= (?:its|the|all|any))
not a single|turned its back|closed the door|shut the door|drew a line|stay home|stays home|a no|said no|say no
says no|refus(?:e|es|ed|ing|al)|rul(?:e|es|ed|ing) (?:\w+ ){0,4}?out|ruled it out|rejects?|rejected|rejecting
rejection|declin(?:e|es|ed|ing)|opposes?|opposed|opposition to|opposing|excludes?|excluded|excluding
oppos(?:e|es|ed) to|veto(?:ed|es)?|balk(?:s|ed) at
against(?= sending|deploying|joining|taking|any|the deployment|participation)|out of the question|off the table
opted out|opts out|stay(?:s|ing)? out|withdr(?:aw|ew|awn|awing|aws)|pull(?:s|ed|ing)? out|dismiss(?:es|ed)
turn(?:s|ed) down|unwilling|reluctant to commit|unable|categorically|has no place
distanc(?:ed|es|ing) (?:itself|himself|herself)|backed out|sit(?:s|ting)? out
"""

UNDECIDED = r"""
(?:not|n't|n’t|no|yet to|declined to|refused to)(?: [\w-]+){1,7}? whether
will be decided|would be decided|decision (?:will|would) be|(?:will|would) decide
yet to (?:make up (?:its|their|his|her) minds?|reach a decision|say|take a decision)
make up (?:its|their|his|her) minds?|no decision will|will decide|would decide|on the fence
keeping (?:its|their) counsel|signed nothing|gave no answer
for the (?:assembly|parliament|cabinet) (?:in \w+ )?to (?:say|decide)|undecided|hesitat\w*|hesitant|hesitancy
wavering|reluctant|non-?committal|unclear|open question|remains? open|left open
keeps? (?:its|their|all) options open|left (?:its|their|the) (?:options?|door) open|consider(?:s|ed|ing)?
considers whether|weigh(?:s|ed|ing)?|examin(?:e|es|ed|ing)|explor(?:e|es|ed|ing)|review(?:s|ing)
stud(?:y|ies|ying)|mull(?:s|ed|ing)?|assess(?:es|ed|ing)?|looking (?:at|into)|discussing|think(?:s|ing)? about
contemplat(?:e|es|ing)|open to
(?:has|have|had) (?:not|n't|yet to|still to) (?:yet )?(?:decid\w*|commit\w*|ma[dk]e|sa(?:y|id))|hasn't decided
haven't decided|yet to decide|yet to commit|yet to say|no (?:final |firm )?decision|decision has not
decision had not|not (?:yet )?(?:been )?decided|not made (?:a|any|up)|has not made|have not made|too early
too soon|premature|wait(?:s|ing)? (?:and see|to see|for)|in talks|no commitment|stopped short|stops short
sceptical|skeptical|non-?binding|not say|decline(?:d|s) to (?:say|comment)|ambiguous|cautious|in due course
a matter of weeks before (?:it|they) decide
"""

COMES = r"""
offer stands|pledge stands|promise stands|has put up|have put up|would come|on board
(?:is|are|was|were) in(?=\s*[,.;])|signed up|stands? ready|stood ready|put(?:s|ting)? up|chip(?:s|ped|ping)? in
foot(?:s|ing)? the bill|gave (?:its|the) (?:go-ahead|green light|word|consent)
given (?:its|the) (?:go-ahead|green light|word)|green-?lit|cleared the way|set aside|earmarked|lined up
put (?:its|their) name down|is coming|are coming|keeps? (?:its|their) word|delivers?|stump(?:s|ed)? up
"""

OUT = r"""
none of it|bow(?:s|ed) out|beg(?:s|ged) off|not coming|will not come|keep(?:s|ing)? out|steer(?:s|ed|ing)? clear
kept (?:its|their) distance|not be drawn in|cannot spare|cannot afford|can spare (?:none|nothing)
has nothing to spare|scrapped|shelved|withheld|balk(?:s|ed)|pass(?:es|ed) on|not for (?:us|them)
walk(?:s|ed) away|no longer (?:take part|part of)|without us|left the (?:group|coalition|alliance)
rul(?:e|es|ed|ing) (?:it|him|her|them)sel(?:f|ves) out|declined|opted out|opts? out
stay(?:s|ed|ing)? out(?: of it)?|sit(?:s|ting)? (?:it|this) out|said no|says no|a no|closed the door
shut the door|want(?:s|ed)? no part|will not move|not move|abstain(?:s|ed)?|backed out|pulled out|dropped out
turned (?:it|the request) down|(?:will|would) (?:not|have no part)(?: in it)?|gives nothing|give nothing
not a single
"""

WAVERS = r"""
not decide|no reply|no comment|no word|doing its sums|(?:answer|decision|reply) is expected|more time
asked for time|keep(?:s|ing)? quiet|kept (?:quiet|silent)|remain(?:s|ed) silent|did not commit|no promises
stopp(?:ed|ing) short|left it open|put off|postpon(?:es|ed)|cautious|lukewarm|defer(?:s|red)|evasive
tight-lipped|would not say|will not say|did not say|declined to (?:say|comment)|has not said|have not said
remains open|mull(?:s|ing|ed)|considering (?:the|a|any|its) (?:request|offer|role|contribution|invitation)
undecided|non-?committal
yet to (?:make up (?:its|their|his|her) minds?|decide|commit|respond|reply|say|take a decision|reach a decision)
on the fence|(?:has|have|had) not (?:yet )?(?:decided|made up (?:its|their) mind|committed|responded|replied)
(?:hasn't|haven't) (?:yet )?(?:decided|committed)|no decision|gave no answer|no answer
keep(?:s|ing)? (?:its|their) (?:options open|counsel)|hesitat\w+|wavering|signed nothing|hedg(?:es|ed|ing)
stall(?:s|ing)?|(?:would|will) (?:only )?decide later|is still thinking|(?:are|is) (?:still )?weighing
(?:for|up to) (?:the|its|their) \w+ (?:in \w+ )?to (?:say|decide)
"""

BINDS = r"""
(?:determined|resolved) to|steadfast|remains? committed|unwavering
(?:is|are|was|were) in(?=\W*$|[,;])|throws? (?:its|their) weight behind|thrown (?:its|their) weight behind|chip(?:s|ped)? in
(?:reinforces?|strengthens?|boosts?|extends?|doubles?|triples?|renews?|prolongs?) (?:its|their|the)
(?:has|have) (?:joined|approved|allocated|green-lit|set aside|put forward|made available)
joins|joined(?= (?:the )?(?:\w+ )?(?:coalition|initiative|pledge|declaration|alliance|scheme|fund|mission|force))
shoulders?|backs|endorse[sd]|supports|welcomes? the chance|allocat(?:es|ed)|contribut(?:es|ed)|assur(?:es|ed)
gives? (?:its|the) (?:go-ahead|green light|consent|approval|blessing)|gave (?:its|the) (?:go-ahead|green light|consent|approval|blessing)
sign(?:s|ed)(?: up)? (?:to|the)|took on|takes on|resolved to|opt(?:s|ed) in|subscrib(?:es|ed) to|lin(?:es|ed) up behind
plan(?:s|ned)? to|planning to|intends? to|aims? to|(?:has|have) plans to|announced plans to|prepar(?:es|ing) to
(?:ready|willing|prepared|happy|keen|resolved) (?:to|for)|(?:readiness|willingness) to|pledg(?:es?|ed|ing)
promis(?:es|ed|ing)|vow(?:s|ed|ing)?|commits?|committed|committing|commitment to
(?:has|have|had|also|now|finally)? ?agree(?:s|d) to(?! (?:meet|talk|hold|discuss|disagree))|offer(?:s|ed|ing)?
signed up|signs up|signing up|volunteer(?:s|ed)?|undert(?:akes?|ook)|on board|underwr(?:ites?|ote)|earmark(?:s|ed)?
set aside|donat(?:es|ed|ing)|stands? by (?:its|their) (?:offer|pledge|promise|commitment|word)|in favou?r of
(?:is|are) (?:sending|supplying|providing|contributing|joining|buying|deploying|delivering|financing|funding)
(?:has|have) (?:ratified|acceded|signed)|decided to(?= (?:send|join|buy|take|provide|contribute|supply|ratify|sign|back|finance|fund|deploy))
"""

BARS = r"""
block(?:s|ed|ing)(?= (?:\S+ ){0,4}?(?:participation|deal|plan|loan|text|package|aid|mission|agreement|funds?))
drop(?:s|ped) out|bow(?:s|ed) out|back(?:s|ed) away|pull(?:s|ed) back|scal(?:es|ed) back
no interest in|not interested|(?:no|any) money (?:for|to)|cannot afford|can't afford|no (?:spare )?capacity
cit(?:es|ed|ing) (?:its|their) neutrality
(?:wants?|wanted|will|would|plans?|decided|going|prepar(?:es|ing)|vow(?:s|ed)) (?:to )?(?:end|quit|leave|exit|scrap|stop|halt|freeze|suspend|withdraw|pull out)(?! (?:\w+ ){0,3}?(?:coal|fossil|oil|gas|emissions|deforestation|imports|dependence|war))
stay(?:s|ed|ing)? away|kept away|sat out|absent from|sees? (?:no|little) (?:role|need|reason|case|point|place|sense)|saw no
(?:will|would) not set foot|no (?:question|prospect|chance) of|not (?:a|an) option|never (?:send|join|accept|agree|take part)
balk(?:s|ed)|recoil(?:s|ed)|resist(?:s|ed)|shun(?:s|ned)|snub(?:s|bed)|reneg(?:es|ed)|won't hear|no appetite for|wants no part
objects? to|objected to|has objected|thwart(?:s|ed)|boycott(?:s|ed)?|abstain(?:s|ed)?|shy(?:ing|ies|ied)? away|ruled itself out
dismiss(?:es|ed)|rebuff(?:s|ed)|spurn(?:s|ed)|no question of|non-starter|red line|scrapp(?:ed|ing)|suspend(?:s|ed)|cancel(?:s|led)
(?:will|would) never|den(?:y|ies|ied) (?:any |that )?(?:plans?|it (?:would|will|planned))|(?:keep|kept|keeps) out of|exempt(?:s|ed) itself
rul(?:e|es|ed|ing) (?:\w+ ){0,4}?out|refus(?:e|es|ed|ing|al)|reject(?:s|ed|ing)?
declin(?:e|es|ed|ing)(?! (?:by|in|of|since|for)| to \d| to (?:comment|say|give|name))|opt(?:s|ed)? out|unwilling
sa(?:id|ys) no to|said no|stay(?:s|ed|ing)? out(?: of)?|(?:no|any) part in|withdr(?:ew|aws|awing|awn from)
pull(?:s|ed|ing)? out of|turn(?:s|ed) down|no plans? (?:to|for)|no intention (?:of|to)|against joining|opposed to
oppos(?:es|ed)|veto(?:es|ed)|backed out|walk(?:s|ed) away from|out of the question|off the table
"""

DOUBTS = r"""
(?:express|voic|rais)(?:es|ed) (?:\w+ )?(?:reservations|doubts|concerns?)
wants? (?:\w+ ){1,5}?first|awaits?|awaiting
refrain(?:s|ed) from saying|how (?:it|they|best) (?:can|could|might)|seek(?:s|ing) (?:clarity|clarification|details)|needs? (?:more )?(?:time|clarity)
(?:not|n't|n’t|yet|still) (?:\w+ ){0,4}?(?:answer|position|stance|line|verdict|responded|replied|ruled|mind|call)
will (?:\w+ )?decide|to decide (?:\w+ ){0,3}?(?:whether|if|on)|will (?:\w+ )?(?:consider|examine|study|review|look at|discuss whether)
(?:is|are|was|were) (?:\w+ )?(?:divided|split|torn|cautious|sceptical|skeptical|reluctant|lukewarm|non-?committal|evasive)
could not say|would not say|declin(?:es|ed) to (?:say|comment) (?:whether|if|on)|ke(?:eps?|pt) (?:quiet|silent|its options)
(?:no|not|without) commitments?|stop(?:s|ped) short|open question|not ruled? (?:\w+ ){0,3}?out|refus(?:es|ed) to rule|in talks (?:on|about|to)
(?:has|have) (?:\w+ )?reservations|want(?:s|ed)? (?:more time|clarity|more details)|asked for (?:more )?time|under (?:review|consideration|study)
contemplat(?:es|ing)|evaluat(?:es|ing)|toying with|not (?:yet )?ready to (?:say|decide)|floated
undecided|considering(?! (?:it|itself))|considers (?:whether|how|if|a|an|its|further|\w+ing)|weigh(?:s|ing)(?! on)|examin(?:es|ing)
explor(?:es|ing)|mull(?:s|ing)|(?:studies|studying) (?:whether|how|the|a|if)|looking (?:at|into)|open to
too (?:early|soon)|premature|no (?:final |firm )?decision|left open|options open|debating whether
(?:assess|review|discuss)(?:es|ing) (?:whether|how|if)|yet to (?:decide|commit|say|take|make)|unsure
(?:not|n't|n’t) (?:yet )?(?:been )?(?:decided?|committed?|made (?:a|any|up)|said whether|say whether|say if)
unclear whether|waiting to see|wait and see|non-?committal|hesita(?:nt|tes|ting)|on the fence
"""

DEEDS = r"""
be made available|make (?:\w+ ){1,4}?available|set foot
reinforce|strengthen|extend|shoulder|bear|cover|prolong|renew|protect|patrol|secure|help|assist|equip|repair|build|invest
relocate|transport|maintain|increase|raise|boost|reduce|halve|end|stop|ban|waive|cancel|forgive|open|allow|permit|authori[sz]e
chip in|lead|offer|rejoin|subscribe|comply|agree|consent|release|reopen|resettle|receive|evacuate|be (?:sent|deployed|provided|delivered|supplied|financed|trained|bought|stationed|part of|involved|represented)
add|put|exempt|abide|apply|implement|introduce|enact|move|recogni[sz]e|vote (?:for|in favour)
contribute|provide|supply|deliver|donate|send|deploy|dispatch|finance|fund|co-?finance|train|station|lend|ratify
accede|sign|join|participate|take part|take no part|buy|purchase|procure|order|host|take in|treat|pay|pledge|commit
grant|invest|share|transfer|hand over|guarantee|underwrite|back|support|adopt|endorse|approve|phase out|cut|escort
double|triple|provide for|accept|supplying|contributing|joining|be part of|give
"""

STAKES = r"""
support|consent|approval|backing|signature|ratification|accession|membership|vote|purchase|sale|donation|loan
assent|help|aid|joining|role|agreement
"""

IDLE = r"""
condemn\w*
as long as it takes|for (?:years|decades|months)|at odds|summon(?:s|ed)|arrest\w*|sentenc\w*|court|polls?|survey|inflation|interest rates?|growth
(?:world )?cup|olympics?|film|festival|album|earthquake|flood(?:s|ing)?|weather|tourists?|tourism
travel|visit|meet|host (?:a |an |the )?(?:\w+ )?(?:round|summit|meeting|talks|conference|games|final|tournament)
play|face|mark|celebrate|crimes?|atrocit\w+|suicide|genocide|violations?|errors?|condolences|apolog\w+|thanks
congratulations|prayers|accusations?|allegations?|criticism|claims?|charges?|comments?|details|an explanation
lawsuit|bail|quarter-final|semi-final|match|points|recession|lead|hope|a glimpse|respite|match|goals?
(?:the )?(?:next|first|last|new) round|talks?|summits?|meetings?|conferences?|visits?|elections?
"""

MUST = r"""
fear(?:s|ed)|worr(?:y|ies|ied)
must|should|shouldn't|ought to|needs? to|has to|have to|had to|urg(?:e|es|ed|ing)
call(?:s|ed|ing)? (?:on|for|upon)|ask(?:s|ed|ing)?(?= \w+ (?:\w+ )?(?:to|for))|demand(?:s|ed|ing)?
appeal(?:s|ed)?|wants?(?= \w+ to \w+)|press(?:es|ed|ing) |expects?(?= \w+ to)|hop(?:es|ed|ing) (?:that|for)
invit(?:es|ed|ing)|lets?
"""

HANGS = r"""
insists? on|insisted on|insists that|mak(?:es|ing) (?:\w+ ){1,5}?conditional|tie[sd] (?:\w+ ){1,6}?to|link(?:s|ed) (?:\w+ ){1,6}?to
subject to|would (?:first )?(?:need|require)|presupposes?|is up to (?:parliament|congress|the bundestag)|pending
wants (?:\w+ ){1,8}?first|in exchange for|in return for|price is|asks? (?:\w+ ){1,6}?in return
demand(?:s|ed)? (?:\w+ ){1,8}?(?:first|in return|as a condition)|a condition of|on condition of
depends?(?: \w+)? on|depended(?: \w+)? on|depending on|dependent (?:\w+ )?on|conditional (?:\w+ )?on
conditions? (?:\w+ ){0,3}?on|conditioned on|contingent (?:\w+ )?on|hinges? on|hinged on|tied to
ties (?:\w+ ){1,5}?to|tied (?:\w+ ){1,5}?to|linked to|links (?:\w+ ){1,5}?to|link (?:\w+ ){1,5}?to|subject to
pending|hangs on|makes? (?:\w+ ){1,5}?(?:conditional|dependent|contingent)
made (?:\w+ ){1,5}?(?:conditional|dependent|contingent)|as a (?:pre)?condition|a (?:pre)?condition for
preconditions?|prerequisites?|requires?|insists? on|insisted on|insisting on
needs? (?:a|an|the|approval|american|us|u\.s\.)|reserv(?:e|es|ed) (?:its|their) decision until
"""

IF = r"""
in return for|on one condition|only when|not until|not unless|should(?= [^,]+,)|were(?= [^,]+ to )|so long as
but not before|not without|as soon as|until
under (?:certain|the right|some|the following) (?:conditions|circumstances)|the moment|only for the day after
only once|but only|not before|in case|as soon as|if and when
(?<!decide\x20)(?<!decided\x20)(?<!say\x20)(?<!see\x20)(?<!asked\x20)(?<!know\x20)if|provided(?: that)?
(?<!to\x20)(?<!of\x20)(?<!by\x20)(?<!consider\x20)(?<!out\x20)(?<!in\x20)providing(?: that)?|as long as|so long as|unless|without|on (?:the )?condition(?: that)?
on the understanding that|assuming(?: that)?|in (?:the )?(?:case|event) (?:of|that)|in exchange for|once
only after|after|following|when|until|before|only with
with(?= (?:a |an |the )?(?:clear |strong |robust |firm |full |explicit |proper |un |eu |nato |u\.n\. |american |us |u\.s\. |parliamentary |international |security )*(?:mandate|guarantees?|backstop|backing|approval|consent))
under(?= (?:a |an |the )?(?:\w+[. ]{1,2}){0,3}mandate)
as part of(?= (?:a |an |the )?(?:\w+[. ]{1,2}){0,3}(?:mandate|peace|ceasefire))
"""

ONLY = r"""
only|solely|exclusively|unless|without|until|before|not before|at the earliest
"""

REGARDLESS = r"""
\w+ or no \w+|if only|inquiry or no inquiry|no condition attaches|no strings attached|regardless|even without
even if|with or without|whether or not|regardless of|irrespective of|not (?:conditional|dependent|contingent) on
no matter whether|even before|without waiting for|without (?:pre)?conditions?|without hesitation|without delay
without giving|without saying|without naming|without specifying|without elaborating|without mentioning
if necessary|if needed|if need be|as if|what if|see if|decide if|decided if|asked if
"""

GIVEN = r"""
after|following|once|in the event of|in case of|if|secure|securing|safeguard|monitor|monitoring|police|uphold
enforce|underpin|guarantee|maintain|post-|when|as soon as|supervise|support
"""

FAR = r"""
far off|remote|distant|out of reach|no sign|not in sight|nowhere in sight|unlikely|elusive|stalled|receding
receded|rejected|rejects|refuses|refused|recede|faded|fading|far from|off the table|moved further away
no prospect
"""

CONTRAST = r"""
but|while|whereas|although|though|however|whilst|yet(?= \w+ (?:will|would|has|is))
"""

AND = r"and|as well as|along with|together with|or|nor|plus"

SAID = r"""
said(?! (?:no|yes)(?!\w))|says(?! (?:no|yes)(?!\w))|saying|told|tells|stated|states(?= that)|stressed|stresses
announced|announces|added|adds|declared|declares|explained|reported|reports(?= that)|insisted(?= that)
insists(?= that)|confirmed|confirms|warned|warns|argued|argues|suggested|suggests|indicated|indicates|reiterated
reiterates|noted|notes(?= that)|claimed|claims|made clear|believes?|signalled|signaled|signals|repeated|repeats
hinted|according to|writes|wrote|emphasi[sz]ed|acknowledged|pointed out|maintained(?= that)|replied
"""

AFTER = r"according to|in the words of"

THAT = r"that|:"

OWN = r"""
we|our|ours|us(?= to)|i|my (?:country|government)
(?:his|her|their|the) (?:own )?(?:country|government|nation|cabinet|administration)|he|she
"""

SAME = r"""
they|its envoy|our|the ministry|her country|his country|it|its|he|she|they|the country|the government
the kingdom|the republic|the prime minister|the president|the chancellor
the (?:defen[cs]e|foreign) minist(?:er|ry)|the cabinet|their|this country
"""

PLACE = r"""
in|into|inside|within|to|towards?|from|at|across|over|near|outside|through|throughout|against|on|around|between
along|off|via|for|about|behind|beyond|with|like|than|visit(?:s|ed|ing)?|left|leaving|leave|toured|invaded
attacked|defend(?:ing)?|help(?:s|ing)?|support(?:s|ing)?|arm(?:s|ing)?|backing|on behalf of|north of|south of
east of|west of|war on|lead|leads|president of|joined
"""

AGENT = r"by|of"

OFFICE = r"""
presidents?|prime ministers?|premier|chancellor
(?:foreign|defen[cs]e|interior|finance|armed forces|deputy|state) (?:ministers?|secretary|chief)|ministers?
secretary of (?:state|defen[cs]e)|taoiseach|t[áa]naiste|king|general|admiral
chief of (?:staff|the defen[cs]e staff)|spokes(?:man|woman|person)|ambassador|envoy|diplomats?|officials?|leader
head of (?:state|government)|commander|vice president|defen[cs]e chief|lawmakers?|senators?|mps?|sources?
"""

BODY = r"""
peacekeepers?|warships?|jets?|fighters?|instructors?|planes?|pilots?|medics?|engineers?|police|frigates?|ships?|aircraft|paratroopers|batter(?:y|ies)
governments?|cabinet|administration|army|military|navy|air force|armed forces|ministry|troops|soldiers|forces
contingent|participation|contribution|involvement|deployment|parliament|officials?|presidency|defen[cs]e|foreign
side|commitment|offer|pledge|peacekeepers|ships?|jets?|aircraft|warships?|frigates?|support|brigade|battalion
units?|personnel|boots|prime|leaders?|fighters?|minehunters?|planes?|decision|refusal|readiness|willingness
"""

OPPOSITION = r"""
greens|party|parties|fdp|cdu|spd|socialists|conservatives|republicans|democrats|lawmaker|opposition(?! to)
opposition (?:leader|party|parties|lawmakers?|politicians?|figures?|mps?)
shadow (?:defen[cs]e |foreign )?(?:minister|secretary|chancellor)|far-right|far-left|hard-left|hard-right
former (?:\w+ ){0,2}(?:presidents?|prime ministers?|premier|ministers?|chancellor|general|secretary)
ex-(?:\w+ )?(?:president|minister|premier|chancellor)|backbench\w*|analysts?|experts?|think[- ]tank|professor
columnist|afd|rassemblement national|national rally|candidate|retired|leader of the (?:left|greens|afd|lega)
critics|campaigners|protesters
"""

MANY = r"""
(?:(?:about|around|some|more than|at least|nearly|almost|up to|over|roughly|a group of|the) )?(?:most|many|several|some|other|others|a (?:number|handful|dozen|majority|group|couple|few)(?: of)?|dozens of|few|all|\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty|twenty-six|thirty)(?: of the| the)?(?: (?:other|more|further|additional|remaining|european|nato|eu|western|allied|member|partner|smaller|larger|participating|non-european|g7|willing))* (?:countries|states|nations|allies|partners|members|governments|capitals|europeans)
(?:the )?(?:other|remaining|rest of the) (?:european |nato |eu )?(?:countries|states|nations|allies|partners|members|governments)
most others|the others|many others|everyone else
"""

PAST = r"""
in (?:19\d\d|200\d|201\d)|years ago|decades ago|last century|(?:cold|second|first) world war|in the past
previously|formerly|once before|at the time|back then
"""

INSTEAD = r"""
instead of|rather than|down from|not (?:the )?|compared (?:with|to)|as opposed to|far short of|fewer than the
less than the|below the|originally|initially|earlier talk of|from
"""

UP_TO = r"up to|as many as|at most|no more than|a maximum of|maximum of"

BETWEEN = r"to|and|or|-|–"

FIRST = r"""
first(?:ly)?(?: of all)?|(?:first|top|main|highest|number[- ]one|initial) priority|prioriti[sz]e|prioriti[sz]ing
to begin with|starting with|begin with|above all|start with|begins with|starts with
"""

THEN = r"""
then|second(?:ly)?|third(?:ly)?|next|followed by|after that|afterwards|later|finally|lastly
in a (?:second|third) (?:step|phase)|before (?:turning|moving)|and only then|subsequently
"""

PRIORITY = r"priorit(?:y|ies|ise|ize|ised|ized|ising|izing)|in (?:this|that) order|first|sequence|order of"

TOPICS = {
    "peace-agreement": r"""
        peace (?:deal|agreement|treaty|accord|settlement|plan)
        (?:final|lasting|durable|negotiated|political) (?:peace|settlement)|settlement
        peace is (?:secured|reached|agreed|signed)|agreement (?:with russia|between)
        end of (?:the )?(?:war|fighting|hostilities)
        (?:war|fighting|hostilities) (?:is|are|has|have|had|were|was)? ?(?:over|ended|ends?|stopped|stops?)
        peace
    """,
    "ceasefire": r"""
        cease-?fires?|truce|armistice|halt (?:to|in) (?:the )?(?:fighting|hostilities)|guns (?:fall|are) silent
    """,
    "mandate": r"""
        mandates?|un (?:security council )?(?:resolution|approval)
        u\.n\. (?:security council )?(?:resolution|approval)|united nations (?:resolution|approval)
        security council|legal basis|international law
    """,
    "parliament": r"""
        parliament(?:ary|s)?(?: (?:approval|vote|backing|consent|majority|mandate|support))?|bundestag|sejm
        riksdag|saeima|seimas|riigikogu|folketing|storting|eduskunta|oireachtas|d[áa]il|congress|senate
        house of commons|cortes|lawmakers|knesset|national assembly|legislators|legislature
    """,
    "request": r"""
        (?:requested|asked|invited|invites?|requests?|consents?|agrees?|asks?) by (?:kyiv|kiev|ukraine)
        (?:request|invitation|consent|agreement|wish|approval) (?:of|from|by) (?:kyiv|kiev|ukraine|the host)
        (?:kyiv|kiev|ukraine)(?:['’]s)? (?:\w+ )?(?:request|requests|invitation|invites|consent|asks|asked|agrees|wants it|wishes)
        formal request|formally (?:asked|requested)|asked to|requested
    """,
    "rules-of-engagement": r"""
        rules of engagement|clear rules|robust rules|command structure|clear (?:command|chain of command)
    """,
    "terms-known": r"""
        (?:terms|parameters|details|shape|conditions|objectives?|goals?|tasks?|nature|aims?|concept|scope|plan|role)(?: of [\w ]+?)? (?:is|are|were|was|become|becomes|be|have been|has been) (?:\w+ )?(?:clear|clarified|known|defined|settled|agreed)
        clear (?:objectives?|goals?|plan|exit strategy|terms|concept|strategy|aims?|framework)|clarity|clarified
        exit (?:strategy|plan)
    """,
    "russia-consent": r"""
        (?:russian?(?:['’]s)?|moscow(?:['’]s)?|kremlin(?:['’]s)?) (?:consent|agreement|approval|agrees|agreed|accepts|accepted|consents)
        (?:agreed|accepted|approved) by (?:russia|moscow|the kremlin)
        (?:consent|agreement|approval|acceptance) (?:of|from|by) (?:russia|moscow|the kremlin)
    """,
    "forces-safe": r"""
        (?:safety|security|protection) of (?:its|their|the|our|deployed|his|her) (?:\w+ )?(?:troops|soldiers|forces|personnel)
        safe (?:conditions|environment)|(?:troops|soldiers|forces) (?:are|were|is|be) (?:safe|protected)
        security conditions|situation (?:allows|permits)|secure environment
    """,
    "own-defence": r"""
        (?:own|its|national|homeland|our|their) (?:\w+ )?(?:defen[cs]e|borders?|security|deterrence) (?:is|are|was|were|be|being|not|does|do)? ?(?:not )?(?:weakened|affected|compromised|neglected|suffer|undermined|weaken|ensured|assured)
        eastern flank|own defen[cs]es?
    """,
    "funding": r"""
        fund(?:s|ing|ed)|financ(?:e|ing|ed)|budget|paid for|money|costs? (?:is|are) (?:covered|shared)
        reimburse\w*
    """,
    "eu-decision": r"""
        eu (?:decision|agreement|summit|unanimity|approval|framework|consensus)|european council|eu-wide
    """,
    "nato-role": r"""
        nato (?:involvement|support|role|guarantee|backing|command|framework|cover|agreement|decision|umbrella)
        article (?:5|five)|nato (?:takes|is involved|leads|agrees)|nato-led
    """,
    "others": r"""
        (?:other|more|enough|several|all|many|its|european|key|major|allied) (?:\w+ )?(?:countries|nations|states|partners|allies|members|europeans|governments) (?:\w+ )?(?:join|joins|take part|participate|contribute|commit|do (?:so|too|the same|likewise)|agree|sign up|send|follow|also|step|are|were|move|come)
        others (?:join|do|take part|participate|contribute|commit|follow|also|are|come|move|send)|others
        not (?:act(?:ing)? |do(?:ing)? it |go(?:ing)? )?alone|together with (?:allies|partners|others)
        with (?:allies|partners|its allies|its partners|other)|burden[- ]sharing|jointly
        alongside (?:its |other )?(?:allies|partners|nations|countries)|fair share|multinational
    """,
    "us-guarantee": r"""
        guarantees?|backstop|backing|safety net|reassurances?|support|cover|involvement|participation|role|help
        commitment|presence|umbrella|security guarantees?|assurances?|air support|takes? part|taking part
        participat\w+|joins?|on board|involved|contribut\w+|backs?|guaranteed
    """,
}

CAPABILITIES = {
    "planners": r"(?:military )?planners|planning (?:officers|staff)|staff officers",
    "instructors": r"""
        (?:military )?(?:instructors?|trainers?|training (?:mission|teams?|staff|personnel))|train(?:ing)?
    """,
    "police": r"police officers?|gendarmes?|policemen",
    "monitors": r"(?:ceasefire )?(?:monitors|observers)",
    "medics": r"medics|doctors|field hospitals?|medical (?:teams?|staff|personnel|units?|support)",
    "engineers": r"(?:combat |military )?engineers|sappers|deminers|demining(?: teams?)?|mine-?clearing",
    "fighters": r"""
        fighter (?:jets?|aircraft|planes?)|fighters|jets?|combat aircraft|warplanes?|typhoons?|eurofighters?
        f-?16s?|f-?35s?|rafales?|gripens?|mirages?
    """,
    "patrol aircraft": r"(?:maritime )?patrol (?:aircraft|planes?)|surveillance (?:aircraft|planes?)|awacs",
    "transport aircraft": r"transport (?:aircraft|planes?)|cargo planes?|airlift|air transport",
    "tankers": r"tanker aircraft|refuell?ing (?:aircraft|planes?)|air-to-air refuell?ing|tankers?",
    "helicopters": r"helicopters?",
    "drones": r"drones?|uavs?",
    "aircraft": r"aircraft|planes?|airplanes?|air assets|air support",
    "minehunters": r"""
        mine-?(?:hunters?|sweepers?)|mine-?hunting (?:ships?|vessels?|units?)
        mine(?:-| )?countermeasures? (?:ships?|vessels?)|minehunting
    """,
    "frigates": r"frigates?|corvettes?|destroyers?",
    "submarines": r"submarines?",
    "ships": r"""
        (?:war)?ships?|naval (?:vessels?|ships?|units?|assets|forces|support)|vessels?|navy ships?|patrol boats?
        boats?
    """,
    "air defence": r"air[- ]defen[cs]e(?: (?:systems?|batter(?:y|ies)|units?))?|patriots?(?: (?:systems?|batter(?:y|ies)))?|missile defen[cs]e|iris-?t|samp/?t|interceptors?",
    "tanks": r"(?:main battle |battle )?tanks|leopards?(?: 2)?",
    "vehicles": r"(?:armou?red )?(?:vehicles|personnel carriers)|trucks",
    "ammunition": r"(?:artillery )?(?:ammunition|shells|rounds|munitions)|missiles",
    "intelligence": r"""
        intelligence(?: sharing)?|reconnaissance|satellite (?:data|images|imagery|capacity|capabilities)
        satellites?|surveillance|isr
    """,
    "logistics": r"logistics?(?:al)?(?: (?:support|help|hubs?|staff))?|bases|transit",
    "money": r"(?:million|billion)|(?:euros|dollars|pounds)",
    "troops": r"""
        troops?|soldiers?|personnel|peacekeepers?|servicemen|service members|servicemembers|combat forces
        ground forces|land forces|forces|military personnel|men and women|boots on the ground|contingents?
        battalions?|brigades?|compan(?:y|ies)(?= of (?:soldiers|troops|infantry))|infantry|a force of
        reassurance force|paratroopers|marines|special forces|military contingent|people
    """,
}

DOMAINS = {
    "air": r"""
        air ?space|sk(?:y|ies)|air policing
        air (?:defen[cs]e|cover|domain|force|component|patrols?|security|superiority)|(?:in|from|of|by) the air
        air|aerial
    """,
    "sea": r"""
        seas?|maritime|black sea|naval|waters|shipping|sea lanes|mine clearance|at sea|navy|ports|shipping lanes
    """,
    "land": r"land|ground|ground (?:troops|forces)|on the ground|territory|border|troops",
    "cyber": r"cyber\w*",
    "logistics": r"logistics|supplies|supply",
    "training": r"training",
}

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12, "a": 1, "an": 1,
    "million": 1_000_000, "billion": 1_000_000_000,
}  # fmt: skip

STOP = frozenset("the and of to in is that for on with was are will would has have its by from it not said be".split())
