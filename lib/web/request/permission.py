"""Who may see what, for everything the server sends outside Streamlit's pages."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.types import Scope

from lib.domain.access.permissions import Act, Person
from lib.services.access.sessions import Visit

_VISIT, _PUBLIC = "bdhvs.visit", "bdhvs.public"


def let_in(scope: Scope, visit: Visit | None, *, public: bool = False) -> None:
    """Notes on a request who it comes from; ``public`` where nobody need say who they are."""
    scope[_VISIT], scope[_PUBLIC] = visit, public


def visit_in(visitor: HTTPConnection) -> Visit | None:
    """The session this request belongs to."""
    found = visitor.scope.get(_VISIT)
    return found if isinstance(found, Visit) else None


def person_in(visitor: HTTPConnection) -> Person | None:
    """Who is asking; ``None`` for somebody who is not logged in."""
    visit = visit_in(visitor)
    return visit.person if visit else None


def may(visitor: HTTPConnection, act: Act) -> bool:
    """Whether this visitor may do this."""
    person = person_in(visitor)
    return person is not None and person.may(act)


def may_see_figures(visitor: HTTPConnection) -> bool:
    """Whether this visitor may see the province's figures."""
    return may(visitor, Act.SEE_FIGURES)


def may_see_aggregates(visitor: HTTPConnection) -> bool:
    """Whether this visitor may see the light page; by setting anybody may, without sources."""
    return may_see_figures(visitor) or bool(visitor.scope.get(_PUBLIC))


def may_export(visitor: HTTPConnection) -> bool:
    """Whether this visitor may take files of figures away."""
    return may(visitor, Act.EXPORT)


def anybody(_visitor: HTTPConnection) -> bool:
    """For what anybody may have, such as outlines."""
    return True
