"""Conditions in words that a clerk reads: 发证日期 ≤ 期末日, 失效日期为空."""

from decimal import Decimal

from baise_desktop.form.formula_syntax import Call, Chain, Column, Literal, Name, Node, Unary
from baise_desktop.texts import say

_SIGNS = {"=": "＝", "<>": "≠", ">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}
_JOINED = {"AND": "formula_words.and", "OR": "formula_words.or"}
_TOLD = {"ISBLANK": "formula_words.blank", "NOT": "formula_words.not", "YEAR": "formula_words.year"}


def describe(node: Node) -> str:
    """A part of a formula in words."""
    match node:
        case Literal(value=bool(truth)):
            return say("formula_words.true" if truth else "formula_words.false")
        case Literal(value=str(text)):
            return f"“{text}”"
        case Literal(value=Decimal() as number):
            return f"{number}"
        case Name(name=name):
            return name
        case Column(register=register, name=name):
            return f"{register}[{name}]"
        case Unary(operator=sign, operand=operand):
            return f"{describe(operand)}%" if sign == "%" else f"{sign}{describe(operand)}"
        case Chain(first=first, rest=rest):
            return describe(first) + "".join(f" {_SIGNS.get(sign, sign)} {describe(part)}" for sign, part in rest)
        case Call(function=function, arguments=arguments):
            return _call(function, arguments)
    raise TypeError(node)


def _call(function: str, arguments: tuple[Node, ...]) -> str:
    named = _one_of(arguments) if function == "OR" else None
    if named is not None:
        return named
    parts = [describe(part) for part in arguments]
    if function in _JOINED:
        return say(_JOINED[function]).join(parts)
    if function in _TOLD:
        return say(_TOLD[function], part=parts[0])
    return f"{function}({', '.join(parts)})"


def _one_of(arguments: tuple[Node, ...]) -> str | None:
    """One field that may have one of several answers, told as such."""
    fields: set[str] = set()
    answers = []
    for part in arguments:
        match part:
            case Chain(first=Name(name=name), rest=(("=", Literal() as answer),)):
                fields.add(name)
                answers.append(describe(answer))
            case _:
                return None
    return say("formula_words.one_of", name=fields.pop(), answers="、".join(answers)) if len(fields) == 1 else None
