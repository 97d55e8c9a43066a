"""A form to try licensecheck by hand, and the same as a JSON API: a door to the library, no more.

In: requests. Out: pages and JSON. Nothing that is sent is kept: no session, no cookie, no log of
what was asked; what a person filled in lives in the form itself. Needs the extra `web`.
"""
