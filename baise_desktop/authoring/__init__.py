"""The catalogue as one workbook that city officers write in, and back again."""
