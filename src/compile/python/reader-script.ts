/**
 * A program in Python that reads modules back by Python's own parser: JSON on its standard input and
 * output. Nothing of a module is run: statements are compared, literals are taken as they stand, and
 * the leaf function may hold nothing but `if` and `return`.
 */
export const READER = `
import ast
import functools
import json
import re
import sys


class Fault(Exception):
    def __init__(self, node, message):
        super().__init__("line %d: %s" % (getattr(node, "lineno", 1), message))


# Parsed, not made: 3.8 tells the two apart.
NONE = ast.parse("None").body[0].value


def read_module(text, parts):
    statements = ast.parse(text.encode()).body
    found = {"branch": None, "tables": {}}
    for statement, part in zip(statements, parts):
        if part["kind"] == "branches":
            found["branch"] = read_tree(statement, part["code"])
            continue
        if part["kind"] == "data":
            value = getattr(statement, "value", None)
            if value is None:
                raise Fault(statement, "not a table")
            statement.value = NONE
            found["tables"][part["name"]] = read_data(value)
            compare(statement, part["code"] + " None")
        else:
            compare(statement, part["code"])
    if len(statements) != len(parts):
        raise Fault(statements[-1] if statements else None, "a statement too many or too few")
    return found


def compare(statement, code):
    if ast.dump(statement) != dump_of(code):
        raise Fault(statement, "a statement that the compiler does not write")


# Most statements are the same in every module.
@functools.lru_cache(maxsize=None)
def dump_of(code):
    return ast.dump(ast.parse(code).body[0])


def read_tree(function, code):
    if not isinstance(function, ast.FunctionDef) or len(function.body) != 2:
        raise Fault(function, "not the function that holds the tree")
    branch = function.body.pop()
    compare(function, code)
    return read_branch(branch)


def read_branch(node):
    if isinstance(node, ast.Return):
        value = node.value
        if not isinstance(value, ast.Constant) or type(value.value) is not int:
            raise Fault(node, "a return gives something other than a leaf number")
        return {"line": node.lineno, "leaf": value.value}
    if not isinstance(node, ast.If):
        raise Fault(node, "neither if nor return")
    if len(node.body) != 1 or len(node.orelse) != 1:
        raise Fault(node, "a block does not hold exactly one statement")
    return {
        "line": node.lineno,
        "test": read_test(node.test),
        "yes": read_branch(node.body[0]),
        "no": read_branch(node.orelse[0]),
    }


COMPARISONS = {ast.Eq: True, ast.NotEq: False, ast.Is: True, ast.IsNot: False, ast.In: True, ast.NotIn: False}


def read_test(node):
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        left, operator, right = read_comparison(node.operand)
        if operator is ast.Gt:
            return read_bound("not-over", left, right)
        raise Fault(node, "a negation holds something other than >")
    left, operator, right = read_comparison(node)
    if operator is ast.LtE:
        return read_bound("at-most", left, right)
    if operator not in COMPARISONS:
        raise Fault(node, "a comparison that the compiler does not write")
    is_list = operator in (ast.In, ast.NotIn)
    if is_list != isinstance(right, ast.Tuple):
        raise Fault(right, "a list where one value belongs, or one where a list belongs")
    members = [read_data(member) for member in (right.elts if is_list else [right])]
    if operator in (ast.Is, ast.IsNot) and members != [None]:
        raise Fault(right, "only None is asked for by identity")
    if operator in (ast.Eq, ast.NotEq) and members == [None]:
        raise Fault(right, "None is asked for by equality")
    if not all(member is None or isinstance(member, str) for member in members):
        raise Fault(right, "a category is compared with something other than a text")
    return {
        "feature": read_feature(left, "_text"),
        "listed": COMPARISONS[operator],
        "members": members,
    }


def read_comparison(node):
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        raise Fault(node, "a test is not one comparison")
    return node.left, type(node.ops[0]), node.comparators[0]


def read_bound(kind, left, right):
    infinite = isinstance(right, ast.Name) and right.id == "INFINITY"
    threshold = "Infinity" if infinite else read_data(right)
    if not infinite and not isinstance(threshold, float):
        raise Fault(right, "a threshold is not a number")
    return {"kind": kind, "feature": read_feature(left, "_number"), "threshold": threshold}


def read_feature(node, reader):
    call = isinstance(node, ast.Call) and not node.keywords and len(node.args) == 2
    if not call or not isinstance(node.func, ast.Name) or node.func.id != reader:
        raise Fault(node, "a test asks something other than a feature")
    row, name = node.args
    if not isinstance(row, ast.Name) or row.id != "row":
        raise Fault(node, "a test asks another row")
    name = read_data(name)
    if not isinstance(name, str):
        raise Fault(node, "a feature is not named by a text")
    return name


def read_data(node):
    if isinstance(node, ast.Tuple):
        return [read_data(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        names = [read_data(key) for key in node.keys]
        if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
            raise Fault(node, "a record has a key twice, or one that is no text")
        return dict(zip(names, map(read_data, node.values)))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = read_data(node.operand)
        if type(value) is float:
            return -value
    elif isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, str) and re.search("[\\ud800-\\udbff][\\udc00-\\udfff]", value):
            raise Fault(node, "two halves of a character where one character belongs")
        if isinstance(value, float) and value == float("inf"):
            raise Fault(node, "a number beyond the doubles")
        if value is None or type(value) in (bool, str, float):
            return value
        if type(value) is int and abs(value) <= 2**53:
            return value
    raise Fault(node, "a table holds something other than plain data")


def answer(request):
    try:
        return {"found": read_module(request["text"], request["parts"])}
    except Fault as fault:
        return {"fault": str(fault)}
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return {"fault": "it does not parse: %s" % error}


# At once, in C: "dump" writes piece by piece, in Python.
sys.stdout.write(json.dumps([answer(request) for request in json.load(sys.stdin)]))
`;
