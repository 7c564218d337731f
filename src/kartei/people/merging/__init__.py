"""Two records of one person become one, and may become two again at any time (product.md, section 2).

What the winner says itself is chosen field by field (`sheet`, `choices`); what hangs on the loser goes over by the
rules of `coverage`, where each foreign key to a person has its line. `uniting` and `parting` are the two verbs.
"""
