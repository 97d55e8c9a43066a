"""Out: one file per format. A report says what the result says, and adds no judgement."""
