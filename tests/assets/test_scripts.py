import json
import subprocess

import pytest

from lib.assets.scripts import joined
from tests.support.node import NODE, needs_node


@pytest.fixture
def module(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def ran(script):
    told = subprocess.run([NODE, "-e", script], capture_output=True, text=True, check=True)
    return json.loads(told.stdout)


@needs_node
def test_modules_joined_run_as_they_do_apart(module):
    module("deep/numbers.js", "export const two = 2;\nexport function twice(n) { return 2 * n; }\n")
    module(
        "names.js", 'import { two as a } from "./deep/numbers.js";\nexport const four = a * a;\n'
    )
    entry = module(
        "entry.js",
        'import * as numbers from "./deep/numbers.js";\n'
        'import {\n  four,\n} from "./names.js";\n'
        "export async function told(more) { return [numbers.twice(more), four]; }\n",
    )

    script = joined(entry, "entry.told(5).then((said) => console.log(JSON.stringify(said)));")

    assert ran(script) == [10, 4]


@needs_node
def test_two_modules_may_use_the_same_name_for_their_own(module):
    module("one.js", "const own = 1;\nexport const one = own;\n")
    entry = module(
        "two.js",
        'import { one } from "./one.js";\nconst own = 2;\nexport const both = [one, own];\n',
    )

    assert ran(joined(entry, "console.log(JSON.stringify(entry.both));")) == [1, 2]


def test_a_module_asked_for_twice_stands_there_once_and_remarks_stay_behind(module):
    module("shared.js", "// Why it is so.\nexport const shared = 'once';\n")
    module("left.js", 'import { shared } from "./shared.js";\nexport const left = shared;\n')
    entry = module(
        "all.js",
        'import { left } from "./left.js";\nimport { shared } from "./shared.js";\n'
        "export const all = [left, shared];\n",
    )

    script = joined(entry, "")

    assert script.count("'once'") == 1
    assert "Why" not in script
    assert "import" not in script
    assert "export" not in script


def test_modules_in_a_circle_are_refused(module):
    module("hen.js", 'import { egg } from "./egg.js";\nexport const hen = () => egg;\n')
    entry = module("egg.js", 'import { hen } from "./hen.js";\nexport const egg = () => hen;\n')

    with pytest.raises(ValueError, match=r"egg\.js.*hen\.js.*egg\.js"):
        joined(entry, "")


@pytest.mark.parametrize(
    "line",
    ["export default 3;\n", "export { a };\n", 'import a from "./a.js";\n', 'import "./a.js";\n',
     "export let moving = 1;\n"],
)  # fmt: skip
def test_what_cannot_be_joined_is_refused(module, line):
    with pytest.raises(ValueError, match="cannot be joined"):
        joined(module("entry.js", line), "")
