"""What is asked to be written (§R11), and who judges it."""

from collections.abc import Callable
from urllib.parse import unquote

from willing.room.chairing import Chairing
from willing.room.pen import Pen, Request, Written
from willing.room.problems import RefusedError
from willing.room.writing import Changes


def judge(pen: Pen, request: Request, *, reused: bool = False) -> Written:
    """Write what is asked for; ``reused``: its key was used for something else.

    Raises RefusedError; ``pen`` is then to be thrown away.
    """
    path = [unquote(part) for part in request.address.strip("/").split("/")]
    changes, chairing = Changes(pen, request, reused), Chairing(pen, request, reused)
    done: Callable[..., object]
    match (request.method, *path):
        case ("PUT", "records", kind, id_):
            return Written(changes.put(kind, id_, request.body))
        case ("POST", "changes"):
            return Written(changes.change_set())
        case ("POST", "records", kind, id_, "release" | "withdraw" | "confirm" | "respond" | "drop" as act):
            done = {
                "release": changes.release,
                "withdraw": changes.withdraw,
                "confirm": changes.confirm,
                "respond": changes.respond,
                "drop": changes.drop,
            }[act]
            return Written(done(kind, id_))
        case ("PUT", "settings"):
            return Written(chairing.settings())
        case ("POST", "rounds"):
            return Written(chairing.plan_round())
        case ("POST", "rounds", id_, "open" | "close" as act):
            return Written(chairing.turn_round(id_, act))
        case ("POST", "proposals"):
            return Written(chairing.propose())
        case ("POST", "proposals", id_, "break" | "assent" | "extend" | "withdraw" as act):
            return Written(chairing.answer(id_, act))
        case ("POST", "members"):
            return chairing.invite()
        case ("POST", "members", id_, "revoke"):
            return Written(chairing.revoke(id_))
    raise RefusedError("unknown")
