'''What people write, read strictly: one door for YAML, one for CSV, one account of what is wrong.

In: a file of a user, or of the law. Out: a frozen model of it; or every fault at once, each with
file, line, plain words and the nearest valid choice.

A reader of a new kind of file is its model and one call. Of a YAML file:

    class Office(Written):
        """One office that answers."""
        ENTRY = ("office", "name")        # messages say: offices.yaml:4: office `north`: state
        name: Line = Field(description="What it is called.")
        state: StateCode = Field(description="Its state, by code or name.")
        opens: Day | None = Field(None, description="First day on which it answers.")
        kind: Annotated[str, one_of("kind of office", KINDS)] = Field(description="What it does.")

    class Offices(Written):
        offices: Annotated[tuple[Office, ...], Field(min_length=1)]

    found = read_yaml(path, Offices, context={"on": day})
    schema = schema_of_document(Offices, "offices", "Offices that answer")

Of a CSV file, the model of a row alone: `read_rows(path, Office, problems)`; its fields are the
columns. A file of the law is a `Document` already: `read_as(document, Offices, error=LawError)`.

A field that is not stated is left out or empty; one that is not known is refused with the nearest.
What a value must be is said by its type (`values`; for codes of open domains such as `StateCode`
see `reference.open_domains`), or by a validator that raises `fault(what, help)`. What the fields
are read by, such as a day or the names that exist, comes in by `context`. What no field can see
alone is found by `_between` of its part, or by `finds` of the whole, and reported with the others.
'''
