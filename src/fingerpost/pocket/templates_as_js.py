"""Jinja templates written as JavaScript, so that the pocket guide shows what the service's own templates say.

Only what our templates and GOV.UK Frontend's macros use is known; anything else is an error, told with file and line.
Each template becomes `{parent, blocks, root}`. Variables are properties of a frame `c`; a frame's prototype is the one
around it, so that a name is looked up from the inside out, as Jinja does. `runtime/templates.js` has the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import jinja2
from jinja2 import nodes

_ROOMS = Path(__file__).parents[1]

_OPERATORS = {"eq": "eq", "ne": "ne", "in": "within", "notin": "without", "gt": "gt", "gteq": "gte", "lt": "lt"}
_OPERATORS |= {"lteq": "lte"}


class UnknownSyntaxError(Exception):
    """A template uses something that is not written as JavaScript here."""


def templates_as_js(pages: Iterable[str], instead: dict[str, str]) -> str:
    """Return `TEMPLATES`, an object of these templates and all that they use. `instead`: one is taken for another."""
    found: dict[str, str] = {}
    wanted = list(pages)
    environment = _environment()
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        assert environment.loader is not None  # noqa: S101 - for the type checker
        source = environment.loader.get_source(environment, instead.get(name, name))[0]
        compiler = _Compiler(name)
        found[name] = compiler.template(environment.parse(source, name))
        wanted += compiler.uses
    return "const TEMPLATES = {\n" + ",\n".join(f"{_text(name)}: {found[name]}" for name in sorted(found)) + "\n};\n"


def _environment() -> jinja2.Environment:
    loader = jinja2.ChoiceLoader(
        [
            jinja2.FileSystemLoader(sorted(_ROOMS.glob("*/templates"))),
            jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    return jinja2.Environment(autoescape=True, loader=loader)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Compiler:
    """Writes one template. `uses` are the templates that it names."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.uses: list[str] = []
        self.parent: str | None = None
        self.blocks: dict[str, str] = {}

    def template(self, tree: nodes.Template) -> str:
        root = self.body(tree.body)
        blocks = ",".join(f"{_text(name)}:{made}" for name, made in self.blocks.items())
        return f"{{parent:{_text(self.parent)},blocks:{{{blocks}}},root:{root}}}"

    def body(self, statements: list[nodes.Node], arguments: str = "c") -> str:
        """Return a function of a frame that returns the text of these statements."""
        return f"({arguments})=>{{let o='';{''.join(self.statement(one) for one in statements)}return o}}"

    def statement(self, node: nodes.Node) -> str:
        match node:
            case nodes.Output():
                return "".join(self.output(one) for one in node.nodes)
            case nodes.If():
                return self.branches(node)
            case nodes.For():
                return self.loop(node)
            case nodes.Assign(target=target, node=value):
                return f"{self.target(target)}={self.expression(value)};"
            case nodes.AssignBlock(target=target, filter=None, body=body):
                return f"{self.target(target)}=new Safe(({self.body(body)})(Object.create(c)));"
            case nodes.Macro():
                return f"c.{node.name}={self.macro(node)};"
            case nodes.CallBlock():
                caller = f"macro(c,[],[],{self.body(node.body)})"
                return f"o+=printed({self.call(node.call, caller)});"
            case nodes.Block():
                self.blocks[node.name] = self.body(node.body)
                return f"o+=block(c,{_text(node.name)});"
            case nodes.Extends():
                self.parent = self.constant(node.template)
                self.uses.append(self.parent)
                return ""
            case nodes.FromImport():
                return self.imports(node)
            case nodes.Include():
                return f"o+=include(c,{_text(self.used(node.template))});"
        raise self.unknown(node)

    def output(self, node: nodes.Expr) -> str:
        if isinstance(node, nodes.TemplateData):
            return f"o+={_text(node.data)};"
        return f"o+=printed({self.expression(node)});"

    def branches(self, node: nodes.If) -> str:
        said = f"if(yes({self.expression(node.test)})){{{self.all(node.body)}}}"
        for other in node.elif_:
            said += f"else if(yes({self.expression(other.test)})){{{self.all(other.body)}}}"
        return said + (f"else{{{self.all(node.else_)}}}" if node.else_ else "")

    def all(self, statements: list[nodes.Node]) -> str:
        return "".join(self.statement(one) for one in statements)

    def loop(self, node: nodes.For) -> str:
        target = node.target
        names = [one.name for one in target.items] if isinstance(target, nodes.Tuple) else target.name  # type: ignore[attr-defined]
        test = f"(c)=>yes({self.expression(node.test)})" if node.test else "null"
        otherwise = self.body(node.else_) if node.else_ else "null"
        return f"o+=each(c,{self.expression(node.iter)},{_text(names)},{test},{self.body(node.body)},{otherwise});"

    def macro(self, node: nodes.Macro) -> str:
        names = [argument.name for argument in node.args]
        defaults = ",".join(f"(c)=>{self.expression(one)}" for one in node.defaults)
        return f"macro(c,{_text(names)},[{defaults}],{self.body(node.body)})"

    def imports(self, node: nodes.FromImport) -> str:
        frame = "c" if node.with_context else "null"
        template = _text(self.used(node.template))
        pairs = [(name, name) if isinstance(name, str) else name for name in node.names]
        return "".join(f"c.{alias}=taken({frame},{template},{_text(name)});" for name, alias in pairs)

    def used(self, node: nodes.Expr) -> str:
        name = self.constant(node)
        self.uses.append(name)
        return name

    def constant(self, node: nodes.Expr) -> str:
        if isinstance(node, nodes.Const):
            return str(node.value)
        raise self.unknown(node)

    def target(self, node: nodes.Expr) -> str:
        match node:
            case nodes.Name(name=name):
                return f"c.{name}"
            case nodes.NSRef(name=name, attr=attribute):
                return f"c.{name}.{attribute}"
        raise self.unknown(node)

    def expression(self, node: nodes.Node) -> str:
        say = self.expression
        match node:
            case nodes.Const(value=None):
                return "null"
            case nodes.Const(value=value):
                return _text(value)
            case nodes.TemplateData(data=data):
                return f"new Safe({_text(data)})"
            case nodes.Name(name=name):
                return f"c.{name}"
            case nodes.Getattr(node=of, attr=attribute):
                return f"part({say(of)},{_text(attribute)})"
            case nodes.Getitem(node=of, arg=nodes.Slice(start=start, stop=stop, step=None)):
                return f"{say(of)}.slice({say(start) if start else 0},{say(stop) if stop else 'undefined'})"
            case nodes.Getitem(node=of, arg=key):
                return f"item({say(of)},{say(key)})"
            case nodes.Call():
                return self.call(node)
            case nodes.Filter(node=of, name=name) if of is not None:
                return f"FILTERS.{name}({','.join([say(of), *self.arguments(node)])})"
            case nodes.Test(node=of, name=name):
                return f"TESTS.{name}({','.join([say(of), *self.arguments(node)])})"
            case nodes.Compare(expr=left, ops=[operand]):
                return f"{_OPERATORS[operand.op]}({say(left)},{say(operand.expr)})"
            case nodes.And(left=left, right=right):
                return f"and({say(left)},()=>{say(right)})"
            case nodes.Or(left=left, right=right):
                return f"or({say(left)},()=>{say(right)})"
            case nodes.Not(node=of):
                return f"!yes({say(of)})"
            case nodes.CondExpr(test=test, expr1=one, expr2=other):
                return f"(yes({say(test)})?{say(one)}:{say(other) if other else 'undefined'})"
            case nodes.Concat(nodes=parts):
                return f"concat([{','.join(map(say, parts))}])"
            case nodes.Add(left=left, right=right):
                return f"({say(left)}+{say(right)})"
            case nodes.Sub(left=left, right=right):
                return f"({say(left)}-{say(right)})"
            case nodes.List(items=items) | nodes.Tuple(items=items):
                return f"[{','.join(map(say, items))}]"
            case nodes.Dict(items=pairs):
                return f"{{{','.join(f'[{say(one.key)}]:{say(one.value)}' for one in pairs)}}}"
        raise self.unknown(node)

    def call(self, node: nodes.Call, caller: str = "") -> str:
        named = [f"{one.key}:{self.expression(one.value)}" for one in node.kwargs]
        named += [f"caller:{caller}"] if caller else []
        arguments = ",".join(self.expression(one) for one in node.args)
        return f"call({self.expression(node.node)},[{arguments}]{f',{{{",".join(named)}}}' if named else ''})"

    def arguments(self, node: nodes.Filter | nodes.Test) -> list[str]:
        found = [self.expression(one) for one in node.args]
        if node.kwargs:
            found.append(f"{{{','.join(f'{one.key}:{self.expression(one.value)}' for one in node.kwargs)}}}")
        return found

    def unknown(self, node: nodes.Node) -> UnknownSyntaxError:
        return UnknownSyntaxError(f"{self.name}:{node.lineno}: {type(node).__name__} is not known here")
