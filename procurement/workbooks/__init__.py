"""Workbooks that people of units and the office upload: looked at before they are opened, then read as text.

``safety`` refuses what is harmful, ``reading`` finds a table by its headers, ``columns`` says which headers there are.
"""
