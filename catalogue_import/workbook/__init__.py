"""Read uploaded workbooks safely: cells and pictures, knowing nothing of what they mean."""
