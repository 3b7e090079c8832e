"""The Lambda code: one module a function, each with a ``handler(event, context)``, and the rooms they share.

========  ==========================================================================================
shell     what stands around every function: batches, failures, logs, clients
work      what is to be done for an item, by whom, and how the outcome gets into its record
paid      questions that cost money: prices, the till, estimates
jobs      work that AWS does by itself and tells of later
words     transcripts: kept, subtitled, read and translated
people    whose faces may be looked for
engines   what sees, reads and listens: on this computer, and AWS's
========  ==========================================================================================
"""
