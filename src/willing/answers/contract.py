"""Which answers there are, by the command that gives them with ``--json``."""

from collections.abc import Mapping

from willing.answers.answer import Answer
from willing.answers.asks import Asks
from willing.answers.backtest import Backtest
from willing.answers.brief import Brief
from willing.answers.check import Check, Imported
from willing.answers.compare import Comparison
from willing.answers.deliveries import Deliveries
from willing.answers.draft import Draft
from willing.answers.follow import Followed
from willing.answers.offer import Offers
from willing.answers.origins import Origins, OriginsTable
from willing.answers.power import Power
from willing.answers.record import TrackRecord
from willing.answers.reports import Added, Diff, Hits, KeptReports, Read, ReportKept
from willing.answers.risk import Risk
from willing.answers.sources import Sources
from willing.answers.sweep import Swept
from willing.answers.timeline import Timeline
from willing.answers.verify import Verification
from willing.answers.why import Why

ANSWERS: Mapping[str, type[Answer]] = {
    "brief": Brief,
    "why": Why,
    "risk": Risk,
    "asks": Asks,
    "offer": Offers,
    "power": Power,
    "timeline": Timeline,
    "compare": Comparison,
    "deliveries": Deliveries,
    "record": TrackRecord,
    "sweep": Swept,
    "backtest": Backtest,
    "sources": Sources,
    "verify": Verification,
    "check": Check,
    "import": Imported,
    "read": Read,
    "draft": Draft,
    "diff": Diff,
    "origins": Origins,
    "origins -o": OriginsTable,
    "archive add": Added,
    "archive list": KeptReports,
    "archive find": Hits,
    "archive show": ReportKept,
    "follow": Followed,
}
