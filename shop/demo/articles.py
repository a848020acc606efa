"""Stories and notices of the demo, one of them still to come, and a front page that shows figures."""

from datetime import timedelta

from shop.campaign import articles, blocks, front_page
from shop.campaign.blocks import BlockKind
from shop.campaign.models import Article, ArticleKind, FrontPage
from shop.produce.models import Region
from shop.user.models import User

from . import people, pictures

SOURCE = "演示内容，人物和数字均为虚构"
STORIES = [
    (
        "塬上的苹果，赶在霜降前下山",
        "tongchuan",
        "TC01-002",
        "一屉红苹果",
        "合作社把两万斤苹果分成一千多份，一份对着一个单位的名单。",
        "小丘镇的果园在海拔一千米的塬上，昼夜温差大，苹果红得慢，也甜得实。往年这个时候，理事长要一家一家打电话找车、"
        "找买主。\n\n今年他把手里的报价单原样传到平台上，标出来的四处错误改了十分钟。第一份集中采购单来自一家学校："
        "一百二十箱，按办公室分好，每箱贴着领取人的名字。\n\n“以前发一车货，不知道谁吃了。现在每一箱都有名字。”",
        6,
    ),
    (
        "峡江两岸，四季都有橙子",
        "zigui",
        "ZG01-001",
        "一堆带叶的脐橙",
        "九月到次年八月，秭归的橙子一茬接一茬。",
        "秭归人说“四季有橙”：早红、伦晚、夏橙，一个品种刚下树，另一个品种又挂了色。\n\n对单位食堂来说，这意味着一年里"
        "任何一个月都能排上新鲜水果；对果农来说，是不用把一年的收成押在一个月里卖完。\n\n平台上的“当季”就是按每种商品的"
        "采收期算出来的，到了月份自己出现。",
        19,
    ),
    (
        "高原上的青稞，磨成早餐",
        "yushu",
        "YS02-001",
        "一袋黑青稞",
        "通天河谷的黑青稞，从一种粮食变成六种早餐。",
        "仲达乡的黑青稞种在海拔三千六百米的河谷里，一年只收一季。合作社添了一台石磨和一条包装线，把青稞做成面粉、麦片和"
        "饼干。\n\n路远，单件运费高，零卖不划算。集中采购把几十份并成一车，运费摊下来，一袋便宜了四块钱。",
        33,
    ),
]
NOTICES = [
    ("春节慰问品集中采购开始征集", "各单位经办人可以发起集中采购单，职工自愿认购，截止前可以修改或退出。", 3),
    (
        "关于冷链商品收货验收的提醒",
        "牦牛肉等冷冻商品送到后请当场开箱，温度异常或者解冻的，在手机上登记破损并拍照。",
        12,
    ),
    ("供应商开具数电票的注意事项", "购买方名称和税号以订单上的为准；单位和工会是两个抬头，请不要混开。", 27),
    ("脐橙鲜果进入采收期", "早红脐橙已经开始采收，预计两周后到货。下单时请留意商品页写明的发货时间。", 40),
]


def load(*, at):
    """Write the articles that are missing and arrange the front page once; return how many articles there are."""
    office = User.objects.get(mobile=people.mobile(people.OFFICE))
    known = set(Article.objects.filter(is_demo=True).values_list("title", flat=True))
    regions = {region.slug: region for region in Region.objects.partners()}
    for title, slug, sku, alt, summary, body, days in STORIES:
        if title not in known:
            facts = {"region": regions[slug], "summary": summary, "body": body, "picture_alt": alt}
            _write(office, at, days, title=title, kind=ArticleKind.STORY, picture=pictures.draw(sku), **facts)
    for title, body, days in NOTICES:
        if title not in known:
            _write(office, at, days, title=title, kind=ArticleKind.NOTICE, body=body)
    if not FrontPage.objects.exists():
        _show_figures(office, at)
    return Article.objects.filter(is_demo=True).count()


def _write(office, at, days, **facts):
    """Write an article that was published some days ago; the last notice is still to come."""
    article = articles.write(by=office, at=at, source=SOURCE, is_demo=True, **facts)
    if article.title == NOTICES[-1][0]:
        articles.publish(article=article, by=office, at=at, publish_at=at + timedelta(days=7))
    else:
        articles.publish(article=article, by=office, at=at - timedelta(days=days))


def _show_figures(office, at):
    front_page.change(change=lambda now: blocks.changed(now, BlockKind.FIGURES.value, is_shown=True), by=office, at=at)
    front_page.publish(by=office, at=at)
