"""Stage 5, what comes out: tables, pages, PDF, stamps, workbooks."""
