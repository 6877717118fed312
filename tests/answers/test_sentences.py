"""docs/sentences.md holds every sentence of a brief, with its rule."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TERMINAL = ROOT / "src" / "willing" / "present" / "terminal"

#: What joins words and says nothing.
JOINTS = {"semicolon", "list.or"}

sys.path.insert(0, str(ROOT / "tools"))
import brief_sentences  # noqa: E402  (a tool, no package)


def test_the_page_is_made_from_the_messages() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / "brief_sentences.py", "--check"], check=False)
    assert done.returncode == 0, "python tools/brief_sentences.py"


def test_no_sentence_of_the_brief_is_missing() -> None:
    text = (TERMINAL / "brief.py").read_text("utf-8") + (TERMINAL / "lever.py").read_text("utf-8")
    keys = set(re.findall(r'\bsay(?:\.many)?\(\s*"([a-z.-]+)"', text)) - JOINTS
    assert len(keys) > 40
    told = {message.key for _, messages in brief_sentences.parts() for message in messages}
    assert keys <= told, keys - told
