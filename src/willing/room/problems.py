"""What a request is refused with (§R15a): a code, its status, a sentence; never anything that is hidden."""

from collections.abc import Mapping, Sequence

from msgspec import UNSET, Struct, UnsetType

from willing.answers.problems import message_text
from willing.languages.messages import Catalogue
from willing.model.problem import Message
from willing.room.reading import RecordJson

#: The codes, and the status of each; ``bad_id`` is 409 of an invitation.
STATUS: Mapping[str, int] = {
    "sign_in": 401,
    "not_yours": 403,
    "needs_signatory": 403,
    "not_acting": 403,
    "other_origin": 403,
    "unknown": 404,
    "stale": 409,
    "key_reused": 409,
    "round_open": 409,
    "round_closed": 409,
    "frozen": 409,
    "ended": 409,
    "already_released": 409,
    "withdrawn": 409,
    "too_large": 413,
    "json_only": 415,
    "other_host": 421,
    "invalid": 422,
    "would_reveal": 422,
    "bad_id": 422,
    "slow_down": 429,
    "starting": 503,
}


class ErrorJson(Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a change, and where."""

    kind: str
    record: str
    key: str | None
    column: int | None
    code: str
    message: str


class ProblemJson(Struct, frozen=True, kw_only=True):
    """The answer to what was refused (RFC 9457)."""

    type: str
    status: int
    title: str
    detail: str | UnsetType = UNSET
    errors: tuple[ErrorJson, ...] | UnsetType = UNSET
    current: RecordJson | UnsetType | None = UNSET
    conflicts: dict[str, dict[str, object]] | UnsetType = UNSET


class Wrong(Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a change: the record, the key, the column in its text, and the
    message (None: what the code is called)."""

    kind: str
    record: str
    key: str | None = None
    column: int | None = None
    code: str
    message: Message | None


class RefusedError(Exception):
    """A request that is refused; nothing of it is written."""

    def __init__(
        self,
        code: str,
        *,
        status: int | None = None,
        detail: Message | None = None,
        errors: Sequence[Wrong] = (),
        current: RecordJson | UnsetType | None = UNSET,
        conflicts: dict[str, dict[str, object]] | UnsetType = UNSET,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = STATUS[code] if status is None else status
        self.detail = detail
        self.errors = tuple(errors)
        self.current = current
        self.conflicts = conflicts

    def json(self, language: str) -> ProblemJson:
        """As it is answered, in a language."""
        say = Catalogue(language)
        errors = tuple(
            ErrorJson(
                kind=its.kind,
                record=its.record,
                key=its.key,
                column=its.column,
                code=its.code,
                message=say(f"room.refused.{its.code}") if its.message is None else message_text(its.message, language),
            )
            for its in self.errors
        )
        return ProblemJson(
            type=self.code,
            status=self.status,
            title=say(f"room.refused.{self.code}"),
            detail=UNSET if self.detail is None else message_text(self.detail, language),
            errors=errors or UNSET,
            current=self.current,
            conflicts=self.conflicts,
        )
