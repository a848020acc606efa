"""The county's figures as files that an office prints and sends: a workbook and a bulletin."""
