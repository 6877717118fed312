"""Answers as pictures: pure functions from what was found out to the text of an SVG.

Each stands alone in a file and can be put into a page. Colours are CSS classes that follow the reader's light or dark
setting; a status is never colour alone: each has its pattern, and its sign as in :mod:`willing.present.statuses`.
"""
