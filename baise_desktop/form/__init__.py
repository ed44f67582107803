"""Stage 1, what is asked: fields, definitions, formulas, records. Pure: no Qt, no SQL, no files but `load`."""
