"""Plans as sheets and CSV tables: books, cells, rows, headings."""
