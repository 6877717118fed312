"""The page: one HTML file that shows a plan in pictures and answers every setting of its switches by itself.

It is rendered once, in Python; a switch then changes only attributes and words, from a table of answers (`pack.py`) in
the file, or from a server that gives the same kind of answer (`answer.py`). `page.js` puts an answer into the page.
"""
