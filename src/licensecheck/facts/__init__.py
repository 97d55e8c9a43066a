"""What is known of an application: it unfolds into transfers, one flat record each.

One deriver per subject (item, deal, parties, destination, embargo, documents). Each gives
observations: a value with its sources. What no deriver gives is unknown.
"""
