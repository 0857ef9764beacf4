"""Files and lists to submissions: JSON, workbooks and CSV in, the workbook to fill out.

Reads bytes within bounds, finds the header, joins the sheets and gives every error its row, column and cell.
It must never decide what a value means: that is the form's work.
"""
