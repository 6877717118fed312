"""The best allocation of given pledges (§4.1-§4.4): who is in is decided elsewhere; here, what that adds up to.

Pledges that can be split are supplies of a flow: from pools to pledges to requirements. Requirements are filled one
after the other, and a later one may make an earlier one take from elsewhere but never take less, so that the result
is the lexicographic best (§4.2) without any search. Pledges that serve the same requirements are one supply.
Whole pledges, and pledges that serve requirements in two units, are no flow: there the flow bounds a search of our
own and, where that takes too long, a solver looks level by level. What was not proven says so.

Units (§1.5). An amount is converted once, rounded down, and then given in whole units of the requirement. A pledge
(or pool) that serves requirements in its own unit and others in the unit it converts to gives whole units of its own
to the former, and what is left of it is converted once for the latter.
"""
