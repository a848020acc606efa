"""A person's own data (个人信息保护法, articles 45 and 47): what is held, a copy to take away, and its erasure.

Trade records stay for ``PERSONAL_DATA_YEARS`` (电子商务法, article 31: three years at least), then
forget their person too.
"""
