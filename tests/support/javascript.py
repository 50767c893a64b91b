"""Names in a module of JavaScript: what it declares, what it uses, what it leaves unused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_javascript.language()))
_FUNCTIONS = {
    "function_declaration", "function_expression", "generator_function_declaration",
    "arrow_function", "method_definition",
}  # fmt: skip
_SCOPES = _FUNCTIONS | {
    "program",
    "statement_block",
    "for_statement",
    "for_in_statement",
    "catch_clause",
}
_IN_PATTERN = {
    "object_pattern", "array_pattern", "rest_pattern", "formal_parameters", "pair_pattern",
    "assignment_pattern", "object_assignment_pattern",
}  # fmt: skip
_BOUND = {"identifier", "shorthand_property_identifier_pattern"}
_USED = {"identifier", "shorthand_property_identifier"}


@dataclass
class Found:
    """What stands in one module."""

    broken: bool = False
    """Whether it does not parse."""
    unknown: set[str] = field(default_factory=set)
    """Names that nothing in the module declares: those of the browser, or slips."""
    unused: set[str] = field(default_factory=set)
    """Names declared and used by nobody; a name that begins with ``_`` is meant to be."""
    exports: set[str] = field(default_factory=set)
    imports: set[tuple[str, str]] = field(default_factory=set)
    """Where from, and which name."""


@dataclass
class _Scope:
    above: _Scope | None
    names: dict[str, int] = field(default_factory=dict)
    """How often each is used."""


def names_in(source: bytes) -> Found:
    """What a module declares and uses, block by block."""
    root = _PARSER.parse(source).root_node
    found = Found(broken=root.has_error)
    scopes: list[_Scope] = []
    bound: set[int] = set()
    _declare(root, None, scopes, bound, found)
    _use(root, None, iter(scopes), bound, found)
    for scope in scopes:
        found.unused |= {n for n, uses in scope.names.items() if not uses and n[0] != "_"}
    found.unused -= found.exports
    return found


def _declare(
    node: Node, scope: _Scope | None, scopes: list[_Scope], bound: set[int], found: Found
) -> None:
    outer = scope
    if node.type in _SCOPES:
        scope = _Scope(above=scope)
        scopes.append(scope)
    for name, hoisted in _declared(node, found):
        home = outer if hoisted and outer else scope
        assert home is not None
        home.names.setdefault(_text(name), 0)
        bound.add(name.id)
    for child in node.children:
        _declare(child, scope, scopes, bound, found)


def _declared(node: Node, found: Found) -> Iterator[tuple[Node, bool]]:
    """Names that a node declares; whether outside itself, as a function does its own."""
    if node.type == "import_specifier":
        name = node.child_by_field_name("name")
        source = node.parent.parent.parent.child_by_field_name("source")
        found.imports.add((_text(source).strip('"'), _text(name)))
        yield node.child_by_field_name("alias") or name, False
    elif node.type == "namespace_import":
        yield node.named_children[0], False
    elif node.type == "export_statement":
        inner = node.child_by_field_name("declaration")
        found.exports |= {_text(name) for name in _exported(inner)}
    elif node.type == "variable_declarator":
        yield from ((name, False) for name in _binders(node.child_by_field_name("name")))
    elif node.type == "for_in_statement" and node.child_by_field_name("kind"):
        yield from ((name, False) for name in _binders(node.child_by_field_name("left")))
    elif node.type == "catch_clause" and node.child_by_field_name("parameter"):
        yield from ((name, False) for name in _binders(node.child_by_field_name("parameter")))
    elif node.type in _FUNCTIONS | {"class_declaration"}:
        named = node.child_by_field_name("name")
        if named and node.type != "method_definition":
            yield named, node.type.endswith("function_declaration")
        given = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        yield from ((name, False) for name in _binders(given))


def _exported(declaration: Node) -> Iterator[Node]:
    name = declaration.child_by_field_name("name")
    if name:
        yield name
    for child in declaration.named_children:
        if child.type == "variable_declarator":
            yield from _binders(child.child_by_field_name("name"))


def _binders(pattern: Node | None) -> Iterator[Node]:
    if pattern is None:
        return
    if pattern.type in _BOUND:
        yield pattern
    elif pattern.type == "pair_pattern":
        yield from _binders(pattern.child_by_field_name("value"))
    elif pattern.type in {"assignment_pattern", "object_assignment_pattern"}:
        yield from _binders(pattern.child_by_field_name("left"))
    elif pattern.type in _IN_PATTERN:
        for child in pattern.named_children:
            yield from _binders(child)


def _use(
    node: Node, scope: _Scope | None, scopes: Iterator[_Scope], bound: set[int], found: Found
) -> None:
    """Walks as ``_declare`` did, so that the scopes come in the same order."""
    if node.type in _SCOPES:
        scope = next(scopes)
    if node.type == "import_statement":
        return
    if node.type in _USED and node.id not in bound:
        _count(_text(node), scope, found)
    for child in node.children:
        _use(child, scope, scopes, bound, found)


def _count(name: str, scope: _Scope | None, found: Found) -> None:
    while scope is not None:
        if name in scope.names:
            scope.names[name] += 1
            return
        scope = scope.above
    found.unknown.add(name)


def _text(node: Node) -> str:
    return (node.text or b"").decode()
