"""A cell's text becomes a value, or a sentence saying what to do. Nothing here touches a database.

Values are plain JSON: money and weights are texts in their shortest form, places and categories are names, tier prices
``[[20, "56.30"]]``, seasons ``[10, 3]`` or ``[]`` for the whole year.
"""
