"""What is known of languages: names of states, and every sentence said to a user."""

import os

#: The folder of all languages; one folder in it is one language, with its sentences in ``messages.po``.
DATA = os.path.join(os.path.dirname(__file__), "data")

#: The languages of answers: those whose folders are in :data:`DATA`, the oldest first.
LANGUAGES = tuple(
    sorted(
        (name for name in os.listdir(DATA) if os.path.isfile(os.path.join(DATA, name, "messages.po"))),
        key=lambda name: (("en", "de", "fr").index(name) if name in ("en", "de", "fr") else 3, name),
    )
)
