"""Which tests run on the same of pytest's processes: those of a file whose beginning is dear, each other wherever."""

from xdist.scheduler.loadscope import LoadScopeScheduling

TOGETHER = ("tests/access/test_crawl.py", "tests/catalogue_import/test_resume.py", "tests/shop/test_demo.py")


class Scheduling(LoadScopeScheduling):
    """Hand out whole files of ``TOGETHER``, the largest first, and single tests of all others."""

    def _split_scope(self, nodeid):
        file = nodeid.split("::", 1)[0]
        return file if file in TOGETHER else nodeid
