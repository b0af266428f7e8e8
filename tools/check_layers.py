#!/usr/bin/env python3
"""Every include goes strictly down the stairs of docs/architecture.md.

Usage: check_layers.py [SRC]      checks the tree (default: src)
       check_layers.py --self-test
"""
import pathlib
import re
import sys
import tempfile

FLOORS = {
    "app": 5,
    "store": 4, "channels": 4, "chains": 4, "api": 4,
    "desk": 3,
    "guard": 2, "text": 2, "mail": 2, "trust": 2, "net": 2, "sql": 2,
    "base": 1,
}
# Downwards, and still shut: the domain knows neither sockets nor SQL, and SQL belongs to the store.
SHUT = {("desk", "net"), ("desk", "sql"), ("api", "sql"), ("channels", "sql"), ("chains", "sql")}
# Stairs inside floor 2: the guard and the mail are built on the text functions, all pure.
ALLOWED = {("guard", "text"), ("mail", "text")}
# Rooms that hold functions over values: nothing from outside the standard library.
PURE = {"guard", "text", "mail", "trust"}
NEIGHBOURS_APART = {"channels", "chains"}
# What several neighbours share lies in a folder of its own, which knows none of them.
SHARED = {"channels/weixin", "chains/recognise", "chains/nodes", "chains/watch"}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')

# Headers that only their own room sees may include what its .cpp files may.
PRIVATE = {"net/wire.hpp"}

# Heavy or dangerous headers: (pattern, what, rooms whose .cpp files may include them).
FENCED = [
    (re.compile(r"^boost/(beast|asio/ssl)"), "Boost.Beast and Asio's TLS", {"net"}),
    (re.compile(r"^openssl/"), "OpenSSL", {"net", "base"}),
    (re.compile(r"^sodium"), "libsodium", {"base", "store", "app"}),
    (re.compile(r"^curl/"), "libcurl", {"net"}),
    (re.compile(r"^cryptopp/"), "Crypto++", {"base"}),
    (re.compile(r"^gmime"), "GMime", {"mail"}),
    (re.compile(r"^libpsl"), "libpsl", {"mail"}),
    (re.compile(r"^cmark"), "cmark", {"desk"}),
    (re.compile(r"^(sqlite3\.h|libpq-fe\.h)"), "database drivers", {"sql"}),
]


def is_test(path):
    return path.stem.endswith("_test")


def room_of(path, src):
    return path.relative_to(src).parts[0]


def problem_of(path, src, quote, target):
    """One sentence on what is wrong with this include, or None."""
    room = room_of(path, src)
    for pattern, what, rooms in FENCED:
        if not pattern.match(target):
            continue
        if is_test(path):
            return None
        inside = path.suffix == ".cpp" or path.relative_to(src).as_posix() in PRIVATE
        if room not in rooms or not inside:
            places = " and ".join(f"src/{name}" for name in sorted(rooms))
            return f"{what} may only be included in .cpp files of {places}"
    if room in PURE and not is_test(path) and re.match(r"^(boost|openssl|fmt|spdlog|sodium|unistd|sys/)", target):
        return f"{room} is pure: standard library only, not {target}"
    if quote != '"':
        return None
    if target.startswith((".", "/")) or "/../" in target:
        return "write the path from src/, not a relative one"
    goal = target.split("/")[0]
    if target in PRIVATE and goal != room:
        return f"{target} is private to {goal}"
    if goal not in FLOORS:
        return None if "/" not in target or is_test(path) else f"'{goal}' is no room of ours"
    if not (src / target).exists() and not target.startswith("app/generated"):
        return f"{target} does not exist"
    if goal == room:
        return neighbour_problem(path, src, room, target)
    if (room, goal) in ALLOWED:
        return None
    if FLOORS[goal] >= FLOORS[room]:
        return f"{room} (floor {FLOORS[room]}) must not look up or across to {goal} (floor {FLOORS[goal]})"
    if (room, goal) in SHUT and not is_test(path):
        return f"the door from {room} to {goal} stays shut"
    return None


def neighbour_problem(path, src, room, target):
    parts, mine = target.split("/"), path.relative_to(src).parts
    if "/".join(parts[:2]) in SHARED:
        return None
    if room in NEIGHBOURS_APART and len(parts) > 2 and len(mine) > 2 and parts[1] != mine[1]:
        return f"{mine[1]} must not know its neighbour {parts[1]}"
    return None


def check(src):
    problems = []
    for path in sorted([*src.rglob("*.hpp"), *src.rglob("*.cpp")]):
        room = room_of(path, src)
        if room not in FLOORS:
            problems.append(f"{path}: '{room}' is no room; docs/architecture.md lists them")
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            problem = found and problem_of(path, src, found[1], found[2])
            if problem:
                problems.append(f"{path}:{number}: {problem}")
    return problems


def self_test():
    """A small wrong house: each file must be found, and the right ones must not."""
    house = {
        "base/result.hpp": ("#include <expected>\n", None),
        "base/crypto.cpp": ("#include <openssl/evp.h>\n#include <sodium.h>\n", None),
        "base/crypto.hpp": ("#include <openssl/evp.h>\n", "OpenSSL"),
        "text/fold.hpp": ("#include <string>\n", None),
        "guard/guard.hpp": ('#include "text/fold.hpp"\n', None),
        "guard/bad.cpp": ("#include <boost/json.hpp>\n", "pure"),
        "text/up.cpp": ('#include "guard/guard.hpp"\n', "across"),
        "sql/connection.hpp": ('#include "base/result.hpp"\n', None),
        "sql/sqlite.cpp": ("#include <sqlite3.h>\n", None),
        "net/server.hpp": ("#include <boost/beast/http.hpp>\n", "Boost.Beast"),
        "net/server.cpp": ("#include <boost/beast/http.hpp>\n", None),
        "net/wire.hpp": ("#include <boost/beast/http.hpp>\n", None),
        "api/wire.cpp": ('#include "net/wire.hpp"\n', "private"),
        "desk/port.hpp": ('#include "guard/guard.hpp"\n', None),
        "desk/bad.hpp": ('#include "sql/connection.hpp"\n', "shut"),
        "store/conversations/rows.cpp": ('#include "desk/port.hpp"\n#include "sql/connection.hpp"\n', None),
        "store/bad.cpp": ('#include "api/chat.hpp"\n', "across"),
        "api/chat.hpp": ('#include "desk/port.hpp"\n', None),
        "api/bad.cpp": ('#include "sql/connection.hpp"\n', "shut"),
        "api/relative.cpp": ('#include "../desk/port.hpp"\n', "relative"),
        "channels/email/channel.cpp": ('#include "channels/web/channel.hpp"\n', "neighbour"),
        "channels/web/channel.hpp": ('#include "desk/port.hpp"\n', None),
        "channels/weixin/api.hpp": ('#include "desk/port.hpp"\n', None),
        "channels/weixin/bad.cpp": ('#include "channels/web/channel.hpp"\n', "neighbour"),
        "channels/wechat/channel.cpp": ('#include "channels/weixin/api.hpp"\n', None),
        "app/main.cpp": ('#include "store/conversations/rows.hpp"\n', "does not exist"),
        "app/wiring.cpp": ('#include "api/chat.hpp"\n', None),
        "utils/strings.hpp": ("#include <string>\n", "no room"),
    }
    with tempfile.TemporaryDirectory() as folder:
        src = pathlib.Path(folder)
        for name, (text, _) in house.items():
            path = src / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        found = check(src)
    wrong = []
    for name, (_, expected) in house.items():
        lines = [line for line in found if f"/{name}:" in line]
        if expected is None and lines:
            wrong.append(f"{name} is right, but: {lines[0]}")
        if expected is not None and not any(expected in line for line in lines):
            wrong.append(f"{name} is wrong ({expected}), but was not found")
    return wrong


def main(arguments):
    problems = self_test() if "--self-test" in arguments else check(pathlib.Path((arguments or ["src"])[0]))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
