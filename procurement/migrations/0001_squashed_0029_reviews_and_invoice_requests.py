"""The tables as twenty-nine migrations leave them, made at once: a new database is ready in a third of the time.

Databases from before run the migrations that this one replaces; their triggers and first rows are also its own.
"""

from decimal import Decimal
from importlib import import_module

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import procurement.models.group_orders
import procurement.models.quantities
import shop.produce.credit_codes
from shop.produce.migration_sql import per_vendor

REPLACED = [
    "0001_initial",
    "0002_immutable_ledger",
    "0003_country_and_office",
    "0004_plan_of_2022",
    "0005_approvals",
    "0006_approvals_of_before",
    "0007_units_people_and_applications",
    "0008_immutable_unit_records",
    "0009_conditional_pledges",
    "0010_pledge_rules",
    "0011_shipments_and_claims",
    "0012_shipments_of_before",
    "0013_acceptances_of_shipments",
    "0014_issued_papers",
    "0015_pledge_received",
    "0016_offline_purchases",
    "0017_collecting_and_standing_orders",
    "0018_rollups_and_closings",
    "0019_pledge_sheets",
    "0020_standing_orders_as_they_are",
    "0021_saved_tables_and_report_files",
    "0022_pending_payment",
    "0023_told_remarks",
    "0024_offline_imports_and_beneficiaries",
    "0025_adjustments_index",
    "0026_targets_with_history",
    "0027_api_tokens",
    "0028_invoices",
    "0029_reviews_and_invoice_requests",
]
TRIGGERS = [
    "0002_immutable_ledger",
    "0008_immutable_unit_records",
    "0010_pledge_rules",
    "0018_rollups_and_closings",
    "0026_targets_with_history",
]
FIRST_ROWS = ["0003_country_and_office", "0004_plan_of_2022"]


MODELS = [
    migrations.CreateModel(
        name="Unit",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("code", models.CharField(max_length=20, unique=True, verbose_name="单位编码")),
            ("name", models.CharField(max_length=80, verbose_name="单位名称")),
            ("short_name", models.CharField(max_length=30, verbose_name="简称")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("GOVERNMENT", "机关"),
                        ("INSTITUTION", "事业单位"),
                        ("ENTERPRISE", "企业"),
                        ("TOWN", "镇街区"),
                        ("MASS_ORGANISATION", "群团"),
                        ("SOCIAL_ORGANISATION", "社会组织"),
                    ],
                    max_length=20,
                    verbose_name="单位性质",
                ),
            ),
            ("headcount", models.PositiveIntegerField(blank=True, null=True, verbose_name="在职人数")),
            (
                "credit_code",
                models.CharField(
                    blank=True,
                    max_length=18,
                    validators=[shop.produce.credit_codes.validate],
                    verbose_name="统一社会信用代码",
                ),
            ),
            ("contact_name", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
            ("contact_phone", models.CharField(blank=True, max_length=20, verbose_name="联系电话")),
            ("delivery_street", models.CharField(blank=True, max_length=120, verbose_name="收货街道地址")),
            ("delivery_contact", models.CharField(blank=True, max_length=40, verbose_name="收货联系人")),
            ("delivery_mobile", models.CharField(blank=True, max_length=20, verbose_name="收货联系电话")),
            ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="children",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "采购单位",
            "verbose_name_plural": "采购单位",
            "ordering": ["code"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("credit_code", ""), _negated=True),
                    fields=("credit_code",),
                    name="unit_credit_code_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Beneficiaries",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("households", models.PositiveIntegerField(verbose_name="带动农户数")),
            ("as_of", models.DateField(verbose_name="统计日期")),
            ("source", models.CharField(max_length=200, verbose_name="来源")),
            ("confirmed_by", models.CharField(max_length=80, verbose_name="确认机构")),
            ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
            ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            (
                "product",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="catalogue.product",
                ),
            ),
            (
                "recorded_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "supplier",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="beneficiaries", to="partner.partner"
                ),
            ),
        ],
        options={
            "verbose_name": "带动农户",
            "verbose_name_plural": "带动农户",
            "ordering": ["supplier", "-as_of", "-pk"],
        },
    ),
    migrations.CreateModel(
        name="Closing",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("period", models.CharField(max_length=7, unique=True, verbose_name="月份")),
            ("closed_at", models.DateTimeField(verbose_name="封账时间")),
            ("entries", models.PositiveIntegerField(verbose_name="台账条数")),
            ("content", models.JSONField(verbose_name="封账内容")),
            ("entries_digest", models.CharField(max_length=64, verbose_name="台账摘要")),
            ("digest", models.CharField(max_length=64, verbose_name="封账摘要")),
            ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            (
                "closed_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "previous",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="next",
                    to="procurement.closing",
                ),
            ),
        ],
        options={
            "verbose_name": "封账",
            "verbose_name_plural": "封账",
            "ordering": ["-period"],
        },
    ),
    migrations.CreateModel(
        name="ProofFingerprint",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.CharField(max_length=80, unique=True, verbose_name="指纹")),
            (
                "kind",
                models.CharField(
                    choices=[("INVOICE", "发票"), ("RECEIPT", "收据")], max_length=10, verbose_name="凭证种类"
                ),
            ),
            ("number", models.CharField(max_length=40, verbose_name="凭证号")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="价税合计")),
            ("claimed_at", models.DateTimeField(verbose_name="登记时间")),
            (
                "claimed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "凭证指纹",
            "verbose_name_plural": "凭证指纹",
        },
    ),
    migrations.CreateModel(
        name="InvoicingParty",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=128, verbose_name="名称")),
            ("credit_code", models.CharField(blank=True, max_length=20, verbose_name="统一社会信用代码")),
            ("at", models.DateTimeField(verbose_name="登记时间")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "supplier",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="invoicing_parties",
                    to="partner.partner",
                ),
            ),
        ],
        options={
            "verbose_name": "约定的开票方",
            "verbose_name_plural": "约定的开票方",
            "ordering": ["supplier", "name"],
            "constraints": [
                models.UniqueConstraint(models.F("supplier"), models.F("name"), name="invoicing_party_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="NumberSeries",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.CharField(max_length=40, unique=True)),
            ("last", models.PositiveIntegerField(default=0)),
        ],
        options={
            "verbose_name": "编号",
            "verbose_name_plural": "编号",
        },
    ),
    migrations.CreateModel(
        name="Plan",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="年度")),
            ("title", models.CharField(max_length=100, verbose_name="名称")),
            ("document_number", models.CharField(blank=True, max_length=40, verbose_name="文号")),
            ("task_number", models.CharField(blank=True, max_length=20, verbose_name="任务")),
            ("starts_on", models.DateField(verbose_name="开始日期")),
            ("ends_on", models.DateField(verbose_name="结束日期")),
            (
                "counting_stage",
                models.CharField(
                    choices=[
                        ("ORDERED", "已下单"),
                        ("PAID", "已付款"),
                        ("ACCEPTED", "已验收"),
                        ("COMPLETED", "已完成"),
                    ],
                    default="COMPLETED",
                    max_length=10,
                    verbose_name="统计口径",
                ),
            ),
            ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
        ],
        options={
            "verbose_name": "年度方案",
            "verbose_name_plural": "年度方案",
            "ordering": ["-year"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="plan_dates_rise"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Review",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("stars", models.PositiveSmallIntegerField(verbose_name="星级")),
            ("words", models.CharField(max_length=500, verbose_name="评价")),
            ("name", models.CharField(max_length=40, verbose_name="称呼")),
            ("at", models.DateTimeField(verbose_name="评价时间")),
            ("answer", models.CharField(blank=True, max_length=300, verbose_name="供应商回复")),
            ("answered_at", models.DateTimeField(null=True, verbose_name="回复时间")),
            ("hidden_reason", models.CharField(blank=True, max_length=200, verbose_name="隐藏原因")),
            ("hidden_at", models.DateTimeField(null=True, verbose_name="隐藏时间")),
            (
                "answered_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "hidden_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "line",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="review", to="order.line"
                ),
            ),
            (
                "product",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="buyer_reviews",
                    to="catalogue.product",
                ),
            ),
            (
                "supplier",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="partner.partner"
                ),
            ),
        ],
        options={
            "verbose_name": "评价",
            "verbose_name_plural": "评价",
            "ordering": ["-at", "-pk"],
            "indexes": [models.Index(fields=["product", "at"], name="procurement_product_f74ec4_idx")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("stars__range", (1, 5))), name="review_stars_one_to_five")
            ],
        },
    ),
    migrations.CreateModel(
        name="UnitImport",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=200, verbose_name="文件名")),
            (
                "status",
                models.CharField(
                    choices=[("REVIEW", "待确认"), ("APPLIED", "已导入"), ("CANCELLED", "已放弃")],
                    default="REVIEW",
                    max_length=10,
                    verbose_name="状态",
                ),
            ),
            ("columns", models.JSONField(default=dict)),
            ("rows", models.JSONField(default=list)),
            ("at", models.DateTimeField(verbose_name="上传时间")),
            ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="导入时间")),
            ("created", models.PositiveIntegerField(default=0, verbose_name="新增")),
            ("updated", models.PositiveIntegerField(default=0, verbose_name="有改动")),
            ("unchanged", models.PositiveIntegerField(default=0, verbose_name="无改动")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "单位导入",
            "verbose_name_plural": "单位导入",
            "ordering": ["-at", "-pk"],
            "abstract": False,
        },
    ),
    migrations.CreateModel(
        name="ApiToken",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=40, verbose_name="用途")),
            ("start", models.CharField(max_length=8, verbose_name="开头")),
            ("digest", models.CharField(max_length=64, unique=True)),
            ("issued_at", models.DateTimeField(verbose_name="发放时间")),
            ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="最近使用")),
            ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
            (
                "issued_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "revoked_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="api_tokens",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "接口令牌",
            "verbose_name_plural": "接口令牌",
            "ordering": ["-pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("revoked_at", None)), fields=("unit", "name"), name="api_token_of_unit_once"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("revoked_at", None), ("unit", None)),
                    fields=("name",),
                    name="api_token_of_office_once",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ApprovalChange",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            ("words", models.CharField(max_length=200)),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="approval_changes",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "审批设置记录",
            "verbose_name_plural": "审批设置记录",
            "ordering": ["-at", "-pk"],
        },
    ),
    migrations.CreateModel(
        name="ApprovalPolicy",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("allows_own", models.BooleanField(default=False, verbose_name="允许审批自己经办的采购")),
            (
                "gift_ceiling",
                models.DecimalField(
                    blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="每人每年慰问上限"
                ),
            ),
            (
                "unit",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="approval_policy",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "审批规则",
            "verbose_name_plural": "审批规则",
        },
    ),
    migrations.CreateModel(
        name="ApprovalStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveSmallIntegerField()),
            ("name", models.CharField(max_length=20, verbose_name="名称")),
            (
                "from_amount",
                models.DecimalField(decimal_places=2, default=Decimal("0.00"), max_digits=12, verbose_name="起点金额"),
            ),
            (
                "people",
                models.ManyToManyField(
                    blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="审批人"
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="approval_steps",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "审批步骤",
            "verbose_name_plural": "审批步骤",
            "ordering": ["position", "pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("from_amount__gte", 0)), name="approval_step_from_amount")
            ],
        },
    ),
    migrations.CreateModel(
        name="DeliveryAddress",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("street", models.CharField(max_length=120, verbose_name="街道地址")),
            ("contact", models.CharField(max_length=40, verbose_name="收货联系人")),
            ("mobile", models.CharField(max_length=20, verbose_name="联系电话")),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="delivery_addresses",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "收货地址",
            "verbose_name_plural": "收货地址",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("unit", "street", "contact"), name="delivery_address_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="GroupOrder",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "purpose",
                models.CharField(
                    choices=[("FESTIVAL", "节日慰问"), ("CANTEEN", "食堂"), ("OFFICE", "办公"), ("OTHER", "其他")],
                    default="OTHER",
                    max_length=10,
                    verbose_name="用途",
                ),
            ),
            ("delivery_from_on", models.DateField(blank=True, null=True, verbose_name="最早送达")),
            ("delivery_to_on", models.DateField(blank=True, null=True, verbose_name="最晚送达")),
            (
                "budget_amount",
                models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="每人预算"),
            ),
            ("pack_limit", models.PositiveIntegerField(blank=True, null=True, verbose_name="每人限量")),
            ("min_quantity", models.PositiveIntegerField(default=0, verbose_name="总量下限")),
            ("is_minimum_waived", models.BooleanField(default=False, verbose_name="照常采购")),
            (
                "access",
                models.CharField(
                    choices=[
                        ("LINK", "有链接的人"),
                        ("CODE", "有链接并知道口令的人"),
                        ("MEMBERS", "本单位成员（登录后参加）"),
                        ("LIST", "名单上的人"),
                    ],
                    default="LINK",
                    max_length=10,
                    verbose_name="谁可以参加",
                ),
            ),
            ("join_code", models.CharField(blank=True, max_length=6, verbose_name="口令")),
            ("number", models.CharField(max_length=20, unique=True, verbose_name="单号")),
            ("title", models.CharField(max_length=60, verbose_name="标题")),
            ("note", models.TextField(blank=True, max_length=500, verbose_name="说明")),
            (
                "fund_source",
                models.CharField(
                    choices=[
                        ("UNION", "工会经费"),
                        ("WELFARE", "福利费"),
                        ("CANTEEN", "食堂经费"),
                        ("ADMINISTRATION", "行政经费"),
                        ("PERSONAL", "个人"),
                    ],
                    max_length=20,
                    verbose_name="费用来源",
                ),
            ),
            ("deadline_at", models.DateTimeField(verbose_name="截止时间")),
            (
                "status",
                models.CharField(
                    choices=[
                        ("DRAFT", "草稿"),
                        ("OPEN", "征集中"),
                        ("CLOSED", "已截止"),
                        ("SUBMITTED", "待审批"),
                        ("RETURNED", "已退回"),
                        ("APPROVED", "已批准"),
                        ("PLACED", "已下单"),
                        ("PARTLY_RECEIVED", "部分到货"),
                        ("RECEIVED", "已到货"),
                        ("SETTLED", "已结清"),
                        ("CANCELLED", "已取消"),
                    ],
                    db_index=True,
                    default="DRAFT",
                    max_length=20,
                    verbose_name="状态",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("COLLECTION", "集中采购"), ("DIRECT", "直接采购")],
                    default="COLLECTION",
                    max_length=10,
                    verbose_name="方式",
                ),
            ),
            (
                "join_token",
                models.CharField(default=procurement.models.group_orders.new_token, max_length=32, unique=True),
            ),
            ("delivery_street", models.CharField(max_length=120, verbose_name="收货地址")),
            ("delivery_contact", models.CharField(max_length=40, verbose_name="收货联系人")),
            ("delivery_mobile", models.CharField(max_length=20, verbose_name="联系电话")),
            ("created_at", models.DateTimeField(verbose_name="创建时间")),
            ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="截止于")),
            ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            (
                "copied_from",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="copies",
                    to="procurement.grouporder",
                ),
            ),
            (
                "handler",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="经办人",
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="group_orders", to="procurement.unit"
                ),
            ),
        ],
        options={
            "verbose_name": "集中采购单",
            "verbose_name_plural": "集中采购单",
            "ordering": ["-created_at", "-pk"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("delivery_from_on", None),
                        ("delivery_to_on", None),
                        ("delivery_from_on__lte", models.F("delivery_to_on")),
                        _connector="OR",
                    ),
                    name="grouporder_delivery_in_order",
                ),
                models.CheckConstraint(
                    condition=models.Q(("budget_amount", None), ("budget_amount__gt", 0), _connector="OR"),
                    name="grouporder_budget_positive",
                ),
                models.CheckConstraint(
                    condition=models.Q(("pack_limit", None), ("pack_limit__gt", 0), _connector="OR"),
                    name="grouporder_limit_positive",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("access", "CODE"), _negated=True),
                        models.Q(("join_code", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="grouporder_has_code",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Invitation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "token",
                models.CharField(default=procurement.models.group_orders.new_token, max_length=32, unique=True),
            ),
            ("roles", models.JSONField(verbose_name="角色")),
            ("department", models.CharField(blank=True, max_length=40, verbose_name="部门")),
            ("max_uses", models.PositiveSmallIntegerField(default=1, verbose_name="可用人数")),
            ("uses", models.PositiveSmallIntegerField(default=0, verbose_name="已用人数")),
            ("at", models.DateTimeField(verbose_name="发出时间")),
            ("expires_at", models.DateTimeField(verbose_name="有效期至")),
            ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="邀请人",
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="procurement.unit"
                ),
            ),
        ],
        options={
            "verbose_name": "邀请",
            "verbose_name_plural": "邀请",
            "ordering": ["-at", "-pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("max_uses__gte", 1)), name="invitation_for_someone"),
                models.CheckConstraint(
                    condition=models.Q(("uses__lte", models.F("max_uses"))), name="invitation_not_overused"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="InvoiceTitle",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "buyer",
                models.CharField(choices=[("UNIT", "单位"), ("UNION", "工会")], max_length=10, verbose_name="购买方"),
            ),
            ("name", models.CharField(max_length=80, verbose_name="名称")),
            (
                "credit_code",
                models.CharField(
                    max_length=18, validators=[shop.produce.credit_codes.validate], verbose_name="统一社会信用代码"
                ),
            ),
            ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
            ("phone", models.CharField(blank=True, max_length=20, verbose_name="电话")),
            ("bank_name", models.CharField(blank=True, max_length=80, verbose_name="开户行")),
            ("bank_account", models.CharField(blank=True, max_length=40, verbose_name="账号")),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="invoice_titles",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "开票信息",
            "verbose_name_plural": "开票信息",
            "ordering": ["unit", "-buyer"],
            "constraints": [
                models.UniqueConstraint(fields=("unit", "buyer"), name="invoice_title_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("buyer", "UNION"), _negated=True),
                        ("credit_code__startswith", "81"),
                        _connector="OR",
                    ),
                    name="invoice_title_of_union_81",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Membership",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "role",
                models.CharField(
                    choices=[
                        ("ADMINISTRATOR", "管理员"),
                        ("HANDLER", "经办人"),
                        ("APPROVER", "审批人"),
                        ("ACCEPTOR", "验收人"),
                        ("MEMBER", "职工"),
                    ],
                    max_length=20,
                    verbose_name="角色",
                ),
            ),
            ("department", models.CharField(blank=True, max_length=40, verbose_name="部门")),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="memberships",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="procurement.unit"
                ),
            ),
        ],
        options={
            "verbose_name": "成员",
            "verbose_name_plural": "成员",
            "constraints": [models.UniqueConstraint(fields=("user", "unit", "role"), name="membership_once")],
        },
    ),
    migrations.CreateModel(
        name="OfflineImport",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=200, verbose_name="文件名")),
            (
                "status",
                models.CharField(
                    choices=[("REVIEW", "待确认"), ("APPLIED", "已登记"), ("CANCELLED", "已放弃")],
                    default="REVIEW",
                    max_length=10,
                    verbose_name="状态",
                ),
            ),
            ("columns", models.JSONField(default=dict)),
            ("rows", models.JSONField(default=list)),
            ("at", models.DateTimeField(verbose_name="上传时间")),
            ("applied_at", models.DateTimeField(null=True, verbose_name="登记时间")),
            ("created", models.PositiveIntegerField(default=0, verbose_name="登记笔数")),
            ("unchanged", models.PositiveIntegerField(default=0, verbose_name="已有笔数")),
            ("rejected", models.PositiveIntegerField(default=0, verbose_name="有问题的笔数")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="offline_imports",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "线下采购导入",
            "verbose_name_plural": "线下采购导入",
            "ordering": ["-at", "-pk"],
        },
    ),
    migrations.CreateModel(
        name="OfflinePurchase",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.CharField(max_length=30, unique=True, verbose_name="登记号")),
            (
                "fund_source",
                models.CharField(
                    choices=[
                        ("UNION", "工会经费"),
                        ("WELFARE", "福利费"),
                        ("CANTEEN", "食堂经费"),
                        ("ADMINISTRATION", "行政经费"),
                        ("PERSONAL", "个人"),
                    ],
                    max_length=20,
                    verbose_name="费用来源",
                ),
            ),
            (
                "channel",
                models.CharField(
                    choices=[
                        ("FAIR", "展销会"),
                        ("COUNTER", "专柜"),
                        ("PLATFORM_832", "832平台"),
                        ("OFFLINE_DIRECT", "线下直接采购"),
                        ("WHOLESALE", "批发"),
                    ],
                    max_length=20,
                    verbose_name="渠道",
                ),
            ),
            ("purchased_on", models.DateField(verbose_name="购买日期")),
            (
                "status",
                models.CharField(
                    choices=[
                        ("DRAFT", "待补凭证"),
                        ("SUBMITTED", "待核实"),
                        ("RETURNED", "已退回"),
                        ("VERIFIED", "已核实"),
                        ("WITHDRAWN", "已撤回"),
                    ],
                    db_index=True,
                    default="DRAFT",
                    max_length=10,
                    verbose_name="状态",
                ),
            ),
            ("reasons", models.JSONField(default=list, verbose_name="需人工核实的原因")),
            ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
            ("registered_at", models.DateTimeField(verbose_name="登记时间")),
            ("submitted_at", models.DateTimeField(null=True, verbose_name="提交时间")),
            ("verified_at", models.DateTimeField(null=True, verbose_name="核实时间")),
            ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            (
                "corrects",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="corrected_by",
                    to="procurement.offlinepurchase",
                ),
            ),
            (
                "registered_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "verified_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="offline_purchases",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "线下采购",
            "verbose_name_plural": "线下采购",
            "ordering": ["-purchased_on", "-pk"],
            "indexes": [
                models.Index(fields=["unit", "status"], name="offline_unit_status_idx"),
                models.Index(fields=["status", "submitted_at"], name="offline_queue_idx"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "VERIFIED"), _negated=True),
                        ("verified_at__isnull", False),
                        _connector="OR",
                    ),
                    name="offline_verified_has_time",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="ReportFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "form",
                models.CharField(
                    choices=[("XLSX", "采购统计表（Excel）"), ("DOCX", "采购情况通报（Word）")],
                    max_length=4,
                    verbose_name="报表",
                ),
            ),
            ("parameters", models.JSONField(verbose_name="条件")),
            ("scale", models.CharField(default="yuan", max_length=4, verbose_name="单位")),
            ("once", models.CharField(blank=True, max_length=60)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("WAITING", "等待生成"),
                        ("WRITING", "正在生成"),
                        ("DONE", "已生成"),
                        ("FAILED", "没有生成"),
                    ],
                    default="WAITING",
                    max_length=10,
                    verbose_name="状态",
                ),
            ),
            ("done", models.PositiveIntegerField(default=0, verbose_name="已写条数")),
            ("total", models.PositiveIntegerField(default=0, verbose_name="总条数")),
            ("name", models.CharField(blank=True, max_length=255, verbose_name="文件名")),
            ("file", models.CharField(blank=True, max_length=255)),
            ("created_at", models.DateTimeField(verbose_name="提出时间")),
            ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
            ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="report_files",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="procurement.unit"
                ),
            ),
        ],
        options={
            "verbose_name": "报表文件",
            "verbose_name_plural": "报表文件",
            "ordering": ["-pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("once", ""), _negated=True), fields=("once",), name="report_file_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="ReportSubscription",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "frequency",
                models.CharField(
                    choices=[("MONTHLY", "每月"), ("QUARTERLY", "每季度"), ("YEARLY", "每年")],
                    default="MONTHLY",
                    max_length=10,
                    verbose_name="周期",
                ),
            ),
            (
                "form",
                models.CharField(
                    choices=[("XLSX", "采购统计表（Excel）"), ("DOCX", "采购情况通报（Word）")],
                    default="DOCX",
                    max_length=4,
                    verbose_name="报表",
                ),
            ),
            ("created_at", models.DateTimeField(verbose_name="订阅时间")),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="report_subscriptions",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="procurement.unit"
                ),
            ),
        ],
        options={
            "verbose_name": "定期报表",
            "verbose_name_plural": "定期报表",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("user", "unit", "frequency", "form"), name="report_subscription_once"),
                models.UniqueConstraint(
                    condition=models.Q(("unit", None)),
                    fields=("user", "frequency", "form"),
                    name="report_subscription_office_once",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Rollup",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "cut",
                models.CharField(
                    choices=[
                        ("WAY", "单位性质 × 地区 × 渠道 × 费用来源"),
                        ("UNIT", "单位 × 地区"),
                        ("GOODS", "产地 × 分类 × 供应商"),
                        ("UNIT_WAY", "单位 × 地区 × 渠道 × 费用来源"),
                        ("GOODS_WAY", "产地 × 分类 × 供应商 × 渠道 × 费用来源"),
                        ("UNIT_GOODS", "单位 × 产地 × 分类 × 供应商"),
                    ],
                    max_length=10,
                ),
            ),
            (
                "stage",
                models.CharField(
                    choices=[
                        ("ORDERED", "已下单"),
                        ("PAID", "已付款"),
                        ("ACCEPTED", "已验收"),
                        ("COMPLETED", "已完成"),
                    ],
                    max_length=10,
                    verbose_name="口径",
                ),
            ),
            ("period", models.CharField(max_length=7, verbose_name="月份")),
            ("unit_path", models.CharField(blank=True, max_length=200, verbose_name="主管路径")),
            (
                "unit_kind",
                models.CharField(
                    blank=True,
                    choices=[
                        ("GOVERNMENT", "机关"),
                        ("INSTITUTION", "事业单位"),
                        ("ENTERPRISE", "企业"),
                        ("TOWN", "镇街区"),
                        ("MASS_ORGANISATION", "群团"),
                        ("SOCIAL_ORGANISATION", "社会组织"),
                    ],
                    max_length=20,
                    verbose_name="单位性质",
                ),
            ),
            ("region_code", models.CharField(blank=True, max_length=6, verbose_name="协作地区代码")),
            ("county_code", models.CharField(blank=True, max_length=6, verbose_name="产地代码")),
            ("category", models.CharField(blank=True, max_length=200, verbose_name="分类")),
            ("supplier_code", models.CharField(blank=True, max_length=160, verbose_name="供应商编码")),
            ("channel", models.CharField(blank=True, max_length=20, verbose_name="渠道")),
            ("fund_source", models.CharField(blank=True, max_length=20, verbose_name="费用来源")),
            ("is_demo", models.BooleanField(verbose_name="演示")),
            ("lane", models.PositiveSmallIntegerField(verbose_name="写入道")),
            ("entries", models.PositiveIntegerField(verbose_name="条数")),
            ("amount_fen", models.BigIntegerField(verbose_name="金额(分)")),
            ("tax_fen", models.BigIntegerField(verbose_name="其中税额(分)")),
            ("weight_cg", models.BigIntegerField(verbose_name="净重(百分之一克)")),
            ("newest", models.BigIntegerField(verbose_name="最新一条台账")),
            (
                "unit",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "台账汇总",
            "verbose_name_plural": "台账汇总",
            "indexes": [
                models.Index(
                    condition=models.Q(("unit__isnull", False)),
                    fields=["unit", "cut", "stage", "period"],
                    name="rollup_of_unit_idx",
                )
            ],
            "constraints": [
                models.UniqueConstraint(
                    models.F("cut"),
                    models.F("stage"),
                    models.F("period"),
                    django.db.models.functions.comparison.Coalesce("unit", 0),
                    models.F("unit_path"),
                    models.F("unit_kind"),
                    models.F("region_code"),
                    models.F("county_code"),
                    models.F("category"),
                    models.F("supplier_code"),
                    models.F("channel"),
                    models.F("fund_source"),
                    models.F("is_demo"),
                    models.F("lane"),
                    name="rollup_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="SavedTable",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=40, verbose_name="名称")),
            ("parameters", models.JSONField(verbose_name="条件")),
            ("saved_at", models.DateTimeField(verbose_name="保存时间")),
            (
                "saved_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="saved_tables",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "自定义表",
            "verbose_name_plural": "自定义表",
            "ordering": ["name"],
            "constraints": [
                models.UniqueConstraint(fields=("unit", "name"), name="saved_table_of_unit_once"),
                models.UniqueConstraint(
                    condition=models.Q(("unit", None)), fields=("name",), name="saved_table_of_office_once"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="StandIn",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("from_on", models.DateField(verbose_name="开始日期")),
            ("to_on", models.DateField(verbose_name="结束日期")),
            (
                "absent",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="被代理人",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="stands_in",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="代理人",
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="stand_ins", to="procurement.unit"
                ),
            ),
        ],
        options={
            "verbose_name": "审批代理",
            "verbose_name_plural": "审批代理",
            "ordering": ["-to_on", "-pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("from_on__lte", models.F("to_on"))), name="stand_in_dates"),
                models.CheckConstraint(
                    condition=models.Q(("absent", models.F("person")), _negated=True), name="stand_in_is_another"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="UnitRecord",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "what",
                models.CharField(
                    choices=[
                        ("CREATED", "建立单位"),
                        ("CHANGED", "修改单位"),
                        ("MOVED", "调整主管单位"),
                        ("CONTACT", "修改联系人"),
                        ("TITLE", "修改开票信息"),
                        ("ADDRESS", "修改收货地址"),
                        ("INVITED", "发出邀请"),
                        ("REVOKED", "撤销邀请"),
                        ("JOINED", "加入"),
                        ("ROLES", "调整角色"),
                        ("REMOVED", "移出"),
                        ("RESTORED", "撤销移出"),
                    ],
                    max_length=10,
                    verbose_name="事项",
                ),
            ),
            ("at", models.DateTimeField(verbose_name="时间")),
            ("words", models.CharField(blank=True, max_length=300, verbose_name="内容")),
            ("roles", models.JSONField(default=list)),
            ("department", models.CharField(blank=True, max_length=40)),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="办理人",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="records", to="procurement.unit"
                ),
            ),
        ],
        options={
            "verbose_name": "单位办理记录",
            "verbose_name_plural": "单位办理记录",
            "ordering": ["-at", "-pk"],
            "indexes": [models.Index(fields=["unit", "-at", "-id"], name="unit_record_newest")],
        },
    ),
    migrations.CreateModel(
        name="Invoice",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.CharField(db_index=True, max_length=40, verbose_name="发票号码")),
            ("issued_on", models.DateField(null=True, verbose_name="开票日期")),
            ("seller_name", models.CharField(max_length=128, verbose_name="销售方")),
            ("seller_code", models.CharField(blank=True, max_length=20, verbose_name="销售方税号")),
            ("buyer_name", models.CharField(max_length=128, verbose_name="购买方")),
            ("buyer_code", models.CharField(blank=True, max_length=20, verbose_name="购买方税号")),
            ("total", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="价税合计")),
            ("tax", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="税额")),
            ("content", models.JSONField(default=dict, verbose_name="发票内容")),
            (
                "status",
                models.CharField(
                    choices=[
                        ("ISSUED", "待单位确认"),
                        ("ACCEPTED", "已接收"),
                        ("RETURNED", "已退回"),
                        ("WITHDRAWN", "已撤回"),
                    ],
                    db_index=True,
                    default="ISSUED",
                    max_length=10,
                    verbose_name="状态",
                ),
            ),
            ("reason", models.CharField(blank=True, max_length=200, verbose_name="退回原因")),
            ("at", models.DateTimeField(verbose_name="登记时间")),
            ("decided_at", models.DateTimeField(null=True, verbose_name="处理时间")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "red_of",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="reds",
                    to="procurement.invoice",
                ),
            ),
            (
                "supplier",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to="partner.partner"
                ),
            ),
            (
                "fingerprint",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="invoice",
                    to="procurement.prooffingerprint",
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="invoices",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "发票",
            "verbose_name_plural": "发票",
            "ordering": ["-at", "-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("red_of", None), ("total__gt", 0)),
                        models.Q(("red_of__isnull", False), ("total__lt", 0)),
                        _connector="OR",
                    ),
                    name="invoice_red_names_blue",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="PlanRecord",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("words", models.CharField(max_length=300, verbose_name="内容")),
            ("at", models.DateTimeField(verbose_name="时间")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="records", to="procurement.plan"
                ),
            ),
        ],
        options={
            "verbose_name": "方案修改记录",
            "verbose_name_plural": "方案修改记录",
            "ordering": ["-pk"],
        },
    ),
    migrations.CreateModel(
        name="ReserveBasis",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "budget_amount",
                models.DecimalField(
                    decimal_places=2,
                    max_digits=14,
                    validators=[django.core.validators.MinValueValidator(0)],
                    verbose_name="预算",
                ),
            ),
            (
                "percent",
                models.DecimalField(
                    decimal_places=2,
                    max_digits=5,
                    validators=[
                        django.core.validators.MinValueValidator(0),
                        django.core.validators.MaxValueValidator(100),
                    ],
                    verbose_name="比例",
                ),
            ),
            ("set_at", models.DateTimeField(verbose_name="填写时间")),
            (
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="reserve_bases", to="procurement.plan"
                ),
            ),
            (
                "set_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="reserve_bases", to="procurement.unit"
                ),
            ),
        ],
        options={
            "verbose_name": "预留测算",
            "verbose_name_plural": "预留测算",
            "constraints": [
                models.UniqueConstraint(fields=("plan", "unit"), name="reserve_basis_once"),
                models.CheckConstraint(
                    condition=models.Q(("budget_amount__gt", 0), ("percent__gt", 0), ("percent__lte", 100)),
                    name="reserve_basis_positive",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Target",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "quarter",
                models.PositiveSmallIntegerField(
                    choices=[(0, "全年"), (1, "第一季度"), (2, "第二季度"), (3, "第三季度"), (4, "第四季度")],
                    default=0,
                    verbose_name="季度",
                ),
            ),
            (
                "amount",
                models.DecimalField(
                    decimal_places=2,
                    max_digits=14,
                    null=True,
                    validators=[django.core.validators.MinValueValidator(0)],
                    verbose_name="金额",
                ),
            ),
            (
                "basis",
                models.CharField(
                    choices=[("PLEDGED", "自愿认领"), ("OFFICE", "协作办录入")],
                    default="PLEDGED",
                    max_length=10,
                    verbose_name="依据",
                ),
            ),
            ("reference", models.CharField(blank=True, max_length=80, verbose_name="依据文件")),
            ("effective_on", models.DateField(blank=True, null=True, verbose_name="生效日期")),
            ("set_at", models.DateTimeField(verbose_name="录入时间")),
            ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            (
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="procurement.plan"
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="targets",
                    to="produce.region",
                ),
            ),
            (
                "set_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="targets",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "目标",
            "verbose_name_plural": "目标",
            "indexes": [models.Index(fields=["plan", "unit"], name="target_of_plan_and_unit")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"), name="target_positive"
                ),
                models.CheckConstraint(condition=models.Q(("quarter__lte", 4)), name="target_of_a_quarter"),
            ],
        },
    ),
    migrations.CreateModel(
        name="TargetImport",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=200, verbose_name="文件名")),
            (
                "status",
                models.CharField(
                    choices=[("REVIEW", "待确认"), ("APPLIED", "已导入"), ("CANCELLED", "已放弃")],
                    default="REVIEW",
                    max_length=10,
                    verbose_name="状态",
                ),
            ),
            ("columns", models.JSONField(default=dict)),
            ("rows", models.JSONField(default=list)),
            ("at", models.DateTimeField(verbose_name="上传时间")),
            ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="导入时间")),
            ("created", models.PositiveIntegerField(default=0, verbose_name="新增")),
            ("updated", models.PositiveIntegerField(default=0, verbose_name="有改动")),
            ("unchanged", models.PositiveIntegerField(default=0, verbose_name="无改动")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="target_imports",
                    to="procurement.plan",
                ),
            ),
        ],
        options={
            "verbose_name": "目标导入",
            "verbose_name_plural": "目标导入",
            "ordering": ["-at", "-pk"],
            "abstract": False,
        },
    ),
    migrations.CreateModel(
        name="ReviewPhoto",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("digest", models.CharField(max_length=64, verbose_name="摘要")),
            (
                "review",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="procurement.review"
                ),
            ),
        ],
        options={
            "verbose_name": "评价照片",
            "verbose_name_plural": "评价照片",
            "ordering": ["pk"],
        },
    ),
    migrations.CreateModel(
        name="ApiRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            (
                "token",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="procurement.apitoken"
                ),
            ),
        ],
        options={
            "verbose_name": "接口请求",
            "verbose_name_plural": "接口请求",
            "indexes": [models.Index(fields=["token", "at"], name="api_request_of_token")],
        },
    ),
    migrations.CreateModel(
        name="ApprovalRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            ("words", models.CharField(blank=True, max_length=200)),
            ("steps", models.JSONField()),
            ("digest", models.CharField(blank=True, max_length=64)),
            ("total_amount", models.DecimalField(decimal_places=2, max_digits=12)),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "group_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="approval_requests",
                    to="procurement.grouporder",
                ),
            ),
        ],
        options={
            "verbose_name": "审批申请",
            "verbose_name_plural": "审批申请",
            "ordering": ["pk"],
        },
    ),
    migrations.CreateModel(
        name="GroupOrderItem",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("min_quantity", models.PositiveIntegerField(default=0, verbose_name="最少数量")),
            ("top_up", models.PositiveIntegerField(default=0, verbose_name="单位补足")),
            ("quantity", models.PositiveIntegerField(blank=True, null=True, verbose_name="数量")),
            (
                "unit_price",
                models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="单价"),
            ),
            ("is_dropped", models.BooleanField(default=False, verbose_name="不采购")),
            ("is_minimum_waived", models.BooleanField(default=False, verbose_name="照常采购")),
            (
                "trim_rule",
                models.CharField(
                    blank=True,
                    choices=[
                        ("PROPORTIONAL", "按比例"),
                        ("EQUAL", "平均"),
                        ("FIRST_COME", "先到先得"),
                        ("BY_HAND", "逐人调整"),
                    ],
                    max_length=20,
                    verbose_name="裁减办法",
                ),
            ),
            ("note", models.CharField(blank=True, max_length=100, verbose_name="告诉参加人")),
            ("snapshot", models.JSONField(blank=True, null=True, verbose_name="截止时的商品")),
            (
                "group_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="items", to="procurement.grouporder"
                ),
            ),
            (
                "product",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.product"
                ),
            ),
        ],
        options={
            "verbose_name": "征集商品",
            "verbose_name_plural": "征集商品",
            "ordering": ["pk"],
            "constraints": [models.UniqueConstraint(fields=("group_order", "product"), name="group_order_item_once")],
        },
    ),
    migrations.CreateModel(
        name="GroupOrderMove",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "old",
                models.CharField(
                    choices=[
                        ("DRAFT", "草稿"),
                        ("OPEN", "征集中"),
                        ("CLOSED", "已截止"),
                        ("SUBMITTED", "待审批"),
                        ("RETURNED", "已退回"),
                        ("APPROVED", "已批准"),
                        ("PLACED", "已下单"),
                        ("PARTLY_RECEIVED", "部分到货"),
                        ("RECEIVED", "已到货"),
                        ("SETTLED", "已结清"),
                        ("CANCELLED", "已取消"),
                    ],
                    max_length=20,
                ),
            ),
            (
                "new",
                models.CharField(
                    choices=[
                        ("DRAFT", "草稿"),
                        ("OPEN", "征集中"),
                        ("CLOSED", "已截止"),
                        ("SUBMITTED", "待审批"),
                        ("RETURNED", "已退回"),
                        ("APPROVED", "已批准"),
                        ("PLACED", "已下单"),
                        ("PARTLY_RECEIVED", "部分到货"),
                        ("RECEIVED", "已到货"),
                        ("SETTLED", "已结清"),
                        ("CANCELLED", "已取消"),
                    ],
                    max_length=20,
                ),
            ),
            ("at", models.DateTimeField()),
            ("reason", models.CharField(blank=True, max_length=200)),
            ("is_told", models.BooleanField(default=False, verbose_name="告诉参加人")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "group_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="procurement.grouporder"
                ),
            ),
        ],
        options={
            "verbose_name": "办理记录",
            "verbose_name_plural": "办理记录",
            "ordering": ["at", "pk"],
        },
    ),
    migrations.CreateModel(
        name="IssuedPaper",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "token",
                models.CharField(default=procurement.models.group_orders.new_token, max_length=32, unique=True),
            ),
            ("kind", models.CharField(max_length=20, verbose_name="种类")),
            ("subject", models.CharField(blank=True, max_length=32, verbose_name="订单号")),
            ("title", models.CharField(max_length=40, verbose_name="名称")),
            ("digest", models.CharField(max_length=64, verbose_name="摘要")),
            ("at", models.DateTimeField(verbose_name="出具时间")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "group_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="issued_papers",
                    to="procurement.grouporder",
                ),
            ),
        ],
        options={
            "verbose_name": "单据",
            "verbose_name_plural": "单据",
            "ordering": ["-at", "-pk"],
            "constraints": [
                models.UniqueConstraint(fields=("group_order", "kind", "subject", "digest"), name="issued_paper_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="JoinAttempt",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("client", models.CharField(max_length=32)),
            ("at", models.DateTimeField()),
            (
                "group_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="attempts",
                    to="procurement.grouporder",
                ),
            ),
        ],
        options={
            "verbose_name": "参加尝试",
            "verbose_name_plural": "参加尝试",
            "indexes": [models.Index(fields=["group_order", "at"], name="join_attempt_of_group_order")],
        },
    ),
    migrations.CreateModel(
        name="ListedPerson",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=40, verbose_name="姓名")),
            ("department", models.CharField(blank=True, max_length=40, verbose_name="部门")),
            ("mobile", models.CharField(blank=True, max_length=11, verbose_name="手机号")),
            ("last_four", models.CharField(max_length=4, verbose_name="手机尾号")),
            (
                "group_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="listed", to="procurement.grouporder"
                ),
            ),
        ],
        options={
            "verbose_name": "名单",
            "verbose_name_plural": "名单",
            "ordering": ["department", "name", "pk"],
            "constraints": [
                models.UniqueConstraint(fields=("group_order", "name", "last_four"), name="listed_person_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="PurchaseOrder",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "fund_source",
                models.CharField(
                    choices=[
                        ("UNION", "工会经费"),
                        ("WELFARE", "福利费"),
                        ("CANTEEN", "食堂经费"),
                        ("ADMINISTRATION", "行政经费"),
                        ("PERSONAL", "个人"),
                    ],
                    max_length=20,
                    verbose_name="费用来源",
                ),
            ),
            (
                "channel",
                models.CharField(
                    choices=[("GROUP", "集中采购"), ("DIRECT", "直接采购"), ("PUBLIC", "公众零售")],
                    max_length=20,
                    verbose_name="渠道",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("PENDING_PAYMENT", "待付款"),
                        ("PLACED", "待发货"),
                        ("PARTLY_SHIPPED", "部分发货"),
                        ("SHIPPED", "已发货"),
                        ("ACCEPTED", "已验收"),
                        ("CANCELLED", "已取消"),
                    ],
                    db_index=True,
                    default="PLACED",
                    max_length=20,
                    verbose_name="状态",
                ),
            ),
            (
                "access_token",
                models.CharField(default=procurement.models.group_orders.new_token, max_length=32, unique=True),
            ),
            ("placed_at", models.DateTimeField(verbose_name="下单时间")),
            ("shipped_at", models.DateTimeField(blank=True, null=True, verbose_name="发货时间")),
            ("carrier", models.CharField(blank=True, max_length=40, verbose_name="承运")),
            ("waybill", models.CharField(blank=True, max_length=60, verbose_name="运单号")),
            ("paid_at", models.DateTimeField(blank=True, null=True, verbose_name="付清时间")),
            ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            (
                "group_order",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="purchase_orders",
                    to="procurement.grouporder",
                ),
            ),
            (
                "order",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="purchase_order", to="order.order"
                ),
            ),
            (
                "supplier",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="purchase_orders",
                    to="partner.partner",
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="purchase_orders",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "采购订单",
            "verbose_name_plural": "采购订单",
            "ordering": ["-placed_at", "-pk"],
            "indexes": [
                models.Index(fields=["supplier", "status"], name="procurement_supplie_b6d45e_idx"),
                models.Index(fields=["unit", "placed_at"], name="procurement_unit_id_3dad82_idx"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Redistribution",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "rule",
                models.CharField(
                    choices=[
                        ("PROPORTIONAL", "按比例"),
                        ("EQUAL", "平均"),
                        ("FIRST_COME", "先到先得"),
                        ("BY_HAND", "逐人调整"),
                    ],
                    max_length=20,
                    verbose_name="规则",
                ),
            ),
            ("at", models.DateTimeField(verbose_name="分配时间")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "group_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="redistributions",
                    to="procurement.grouporder",
                ),
            ),
        ],
        options={
            "verbose_name": "到货分配",
            "verbose_name_plural": "到货分配",
            "ordering": ["at", "pk"],
        },
    ),
    migrations.CreateModel(
        name="StandingOrder",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("title", models.CharField(max_length=50, verbose_name="名称")),
            ("day", models.PositiveSmallIntegerField(verbose_name="每月几号")),
            ("collect_days", models.PositiveSmallIntegerField(verbose_name="征集几天")),
            ("starts_on", models.DateField(verbose_name="从哪天起")),
            ("paused_at", models.DateTimeField(blank=True, null=True, verbose_name="暂停时间")),
            ("created_at", models.DateTimeField(verbose_name="设置时间")),
            ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            (
                "handler",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="经办人",
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="procurement.grouporder",
                    verbose_name="照着哪一张",
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="standing_orders",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "定期采购",
            "verbose_name_plural": "定期采购",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("day__gte", 1), ("day__lte", 31)), name="standing_order_day"
                ),
                models.CheckConstraint(
                    condition=models.Q(("collect_days__gte", 1), ("collect_days__lte", 30)),
                    name="standing_order_days",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="InvitationUse",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            (
                "invitation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="accepted",
                    to="procurement.invitation",
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "邀请使用记录",
            "verbose_name_plural": "邀请使用记录",
            "constraints": [models.UniqueConstraint(fields=("invitation", "user"), name="invitation_used_once_each")],
        },
    ),
    migrations.CreateModel(
        name="UnitApplication",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "token",
                models.CharField(default=procurement.models.group_orders.new_token, max_length=32, unique=True),
            ),
            (
                "status",
                models.CharField(
                    choices=[("SUBMITTED", "待审核"), ("RETURNED", "已退回"), ("ADMITTED", "已通过")],
                    db_index=True,
                    default="SUBMITTED",
                    max_length=10,
                    verbose_name="状态",
                ),
            ),
            ("name", models.CharField(max_length=80, verbose_name="单位名称")),
            ("short_name", models.CharField(max_length=30, verbose_name="简称")),
            (
                "credit_code",
                models.CharField(
                    max_length=18, validators=[shop.produce.credit_codes.validate], verbose_name="统一社会信用代码"
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("GOVERNMENT", "机关"),
                        ("INSTITUTION", "事业单位"),
                        ("ENTERPRISE", "企业"),
                        ("TOWN", "镇街区"),
                        ("MASS_ORGANISATION", "群团"),
                        ("SOCIAL_ORGANISATION", "社会组织"),
                    ],
                    max_length=20,
                    verbose_name="单位性质",
                ),
            ),
            ("supervisor", models.CharField(blank=True, max_length=80, verbose_name="主管单位")),
            ("headcount", models.PositiveIntegerField(blank=True, null=True, verbose_name="在职人数")),
            ("contact_name", models.CharField(max_length=40, verbose_name="联系人")),
            ("contact_phone", models.CharField(max_length=20, verbose_name="联系电话")),
            ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
            ("submitted_at", models.DateTimeField(verbose_name="申请时间")),
            (
                "invitation",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="procurement.invitation",
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="applications",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "入驻申请",
            "verbose_name_plural": "入驻申请",
            "ordering": ["submitted_at", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("status", "SUBMITTED")),
                    fields=("credit_code",),
                    name="unit_application_waits_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "ADMITTED"), ("unit__isnull", False)),
                        models.Q(("status", "ADMITTED"), _negated=True),
                        _connector="OR",
                    ),
                    name="unit_application_admitted_has_unit",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="OfflineLine",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveIntegerField(verbose_name="行")),
            ("product_name", models.CharField(max_length=255, verbose_name="产品名称")),
            ("category", models.CharField(blank=True, max_length=200, verbose_name="类别")),
            ("supplier_name", models.CharField(max_length=128, verbose_name="供应商")),
            ("spec", models.CharField(blank=True, max_length=60, verbose_name="规格")),
            ("quantity", procurement.models.quantities.QuantityField(verbose_name="数量")),
            ("measure_unit", models.CharField(max_length=10, verbose_name="单位")),
            ("unit_price", models.DecimalField(decimal_places=6, max_digits=18, null=True, verbose_name="单价")),
            ("untaxed_amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="不含税金额")),
            ("tax_amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="税额")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="价税合计")),
            ("households", models.PositiveIntegerField(null=True, verbose_name="带动农户数")),
            (
                "county",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="produce.region"),
            ),
            (
                "product",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.product"
                ),
            ),
            (
                "region",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="produce.region"),
            ),
            (
                "supplier",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="offline_lines",
                    to="partner.partner",
                ),
            ),
            (
                "purchase",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="lines",
                    to="procurement.offlinepurchase",
                ),
            ),
        ],
        options={
            "verbose_name": "线下采购明细",
            "verbose_name_plural": "线下采购明细",
            "ordering": ["purchase", "position"],
            "constraints": [
                models.UniqueConstraint(fields=("purchase", "position"), name="offline_line_position_once"),
                models.CheckConstraint(
                    condition=models.Q(("quantity__gt", 0), ("tax_amount__gte", 0), ("untaxed_amount__gt", 0)),
                    name="offline_line_positive",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "amount",
                            django.db.models.functions.math.Round(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("untaxed_amount"), "+", models.F("tax_amount")
                                ),
                                precision=2,
                            ),
                        )
                    ),
                    name="offline_line_adds_up",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="OfflineMove",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "old",
                models.CharField(
                    blank=True,
                    choices=[
                        ("DRAFT", "待补凭证"),
                        ("SUBMITTED", "待核实"),
                        ("RETURNED", "已退回"),
                        ("VERIFIED", "已核实"),
                        ("WITHDRAWN", "已撤回"),
                    ],
                    max_length=10,
                ),
            ),
            (
                "new",
                models.CharField(
                    choices=[
                        ("DRAFT", "待补凭证"),
                        ("SUBMITTED", "待核实"),
                        ("RETURNED", "已退回"),
                        ("VERIFIED", "已核实"),
                        ("WITHDRAWN", "已撤回"),
                    ],
                    max_length=10,
                ),
            ),
            ("at", models.DateTimeField()),
            ("reason", models.CharField(blank=True, max_length=500)),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "purchase",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="moves",
                    to="procurement.offlinepurchase",
                ),
            ),
        ],
        options={
            "verbose_name": "线下采购记录",
            "verbose_name_plural": "线下采购记录",
            "ordering": ["at", "pk"],
        },
    ),
    migrations.CreateModel(
        name="OfflineProof",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    choices=[("INVOICE", "发票"), ("RECEIPT", "收据")], max_length=10, verbose_name="凭证种类"
                ),
            ),
            ("number", models.CharField(max_length=40, verbose_name="凭证号")),
            ("issued_on", models.DateField(null=True, verbose_name="开票日期")),
            ("seller_name", models.CharField(max_length=128, verbose_name="销售方")),
            ("seller_code", models.CharField(blank=True, max_length=20, verbose_name="销售方税号")),
            ("buyer_name", models.CharField(blank=True, max_length=128, verbose_name="购买方")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="价税合计")),
            ("invoice", models.JSONField(default=dict, verbose_name="发票内容")),
            (
                "purchase",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="proof",
                    to="procurement.offlinepurchase",
                ),
            ),
            (
                "fingerprint",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="offline_proof",
                    to="procurement.prooffingerprint",
                ),
            ),
        ],
        options={
            "verbose_name": "线下采购凭证",
            "verbose_name_plural": "线下采购凭证",
        },
    ),
    migrations.CreateModel(
        name="InvoiceFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "token",
                models.CharField(default=procurement.models.group_orders.new_token, max_length=32, unique=True),
            ),
            ("name", models.CharField(max_length=120, verbose_name="存放")),
            ("title", models.CharField(max_length=120, verbose_name="文件名")),
            ("content_type", models.CharField(max_length=80, verbose_name="类型")),
            ("size", models.PositiveIntegerField(verbose_name="字节")),
            ("digest", models.CharField(db_index=True, max_length=64, verbose_name="摘要")),
            (
                "invoice",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="files", to="procurement.invoice"
                ),
            ),
        ],
        options={
            "verbose_name": "发票文件",
            "verbose_name_plural": "发票文件",
            "ordering": ["pk"],
        },
    ),
    migrations.CreateModel(
        name="ApprovalDecision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("step", models.PositiveSmallIntegerField()),
            ("step_name", models.CharField(max_length=20)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("APPROVED", "批准"),
                        ("RETURNED", "退回"),
                        ("COMMENTED", "意见"),
                        ("RECALLED", "撤回"),
                        ("VOIDED", "作废"),
                    ],
                    max_length=10,
                ),
            ),
            ("at", models.DateTimeField()),
            ("words", models.CharField(blank=True, max_length=200)),
            ("digest", models.CharField(blank=True, max_length=64)),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "on_behalf_of",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="decisions",
                    to="procurement.approvalrequest",
                ),
            ),
        ],
        options={
            "verbose_name": "审批记录",
            "verbose_name_plural": "审批记录",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("kind__in", ["APPROVED", "RETURNED"])),
                    fields=("request", "step"),
                    name="approval_step_decided_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Participant",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=40, verbose_name="姓名")),
            ("department", models.CharField(blank=True, max_length=40, verbose_name="部门")),
            ("mobile", models.CharField(max_length=11, verbose_name="手机号")),
            (
                "token",
                models.CharField(default=procurement.models.group_orders.new_token, max_length=32, unique=True),
            ),
            ("joined_at", models.DateTimeField(verbose_name="参加时间")),
            ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="退出时间")),
            (
                "group_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="participants",
                    to="procurement.grouporder",
                ),
            ),
            (
                "listed",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="participants",
                    to="procurement.listedperson",
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "参加人",
            "verbose_name_plural": "参加人",
            "ordering": ["joined_at", "pk"],
            "constraints": [
                models.UniqueConstraint(fields=("group_order", "mobile"), name="participant_once"),
                models.UniqueConstraint(
                    condition=models.Q(("listed__isnull", False), ("withdrawn_at", None)),
                    fields=("listed",),
                    name="listed_person_joins_once",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Acceptance",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField(verbose_name="验收时间")),
            ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "purchase_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="acceptances",
                    to="procurement.purchaseorder",
                ),
            ),
        ],
        options={
            "verbose_name": "验收单",
            "verbose_name_plural": "验收单",
            "ordering": ["at", "pk"],
        },
    ),
    migrations.CreateModel(
        name="InvoicePart",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额")),
            (
                "invoice",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="procurement.invoice"
                ),
            ),
            (
                "purchase_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="invoice_parts",
                    to="procurement.purchaseorder",
                ),
            ),
        ],
        options={
            "verbose_name": "发票明细",
            "verbose_name_plural": "发票明细",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(models.F("invoice"), models.F("purchase_order"), name="invoice_part_once"),
                models.CheckConstraint(condition=models.Q(("amount", 0), _negated=True), name="invoice_part_not_zero"),
            ],
        },
    ),
    migrations.CreateModel(
        name="InvoiceRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    choices=[("PERSONAL", "个人"), ("COMPANY", "单位")], max_length=10, verbose_name="抬头类型"
                ),
            ),
            ("name", models.CharField(max_length=128, verbose_name="抬头")),
            ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
            ("at", models.DateTimeField(verbose_name="申请时间")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "purchase_order",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="invoice_request",
                    to="procurement.purchaseorder",
                ),
            ),
        ],
        options={
            "verbose_name": "开票申请",
            "verbose_name_plural": "开票申请",
            "ordering": ["at", "pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("credit_code", ""), ("kind", "PERSONAL")),
                        models.Q(("kind", "COMPANY"), models.Q(("credit_code", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="invoice_request_company_has_code",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="PurchaseOrderMove",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "old",
                models.CharField(
                    blank=True,
                    choices=[
                        ("PENDING_PAYMENT", "待付款"),
                        ("PLACED", "待发货"),
                        ("PARTLY_SHIPPED", "部分发货"),
                        ("SHIPPED", "已发货"),
                        ("ACCEPTED", "已验收"),
                        ("CANCELLED", "已取消"),
                    ],
                    max_length=20,
                ),
            ),
            (
                "new",
                models.CharField(
                    choices=[
                        ("PENDING_PAYMENT", "待付款"),
                        ("PLACED", "待发货"),
                        ("PARTLY_SHIPPED", "部分发货"),
                        ("SHIPPED", "已发货"),
                        ("ACCEPTED", "已验收"),
                        ("CANCELLED", "已取消"),
                    ],
                    max_length=20,
                ),
            ),
            ("at", models.DateTimeField()),
            ("reason", models.CharField(blank=True, max_length=200)),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "purchase_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="moves",
                    to="procurement.purchaseorder",
                ),
            ),
        ],
        options={
            "verbose_name": "订单记录",
            "verbose_name_plural": "订单记录",
            "ordering": ["at", "pk"],
        },
    ),
    migrations.CreateModel(
        name="SharedItem",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("accepted", models.PositiveIntegerField(verbose_name="实收")),
            ("unit_packs", models.PositiveIntegerField(default=0, verbose_name="单位实得")),
            (
                "item",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="procurement.grouporderitem"
                ),
            ),
            (
                "redistribution",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="items",
                    to="procurement.redistribution",
                ),
            ),
        ],
        options={
            "verbose_name": "分配商品",
            "verbose_name_plural": "分配商品",
            "constraints": [models.UniqueConstraint(fields=("redistribution", "item"), name="shared_item_once")],
        },
    ),
    migrations.CreateModel(
        name="StandingDraft",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("month_on", models.DateField(verbose_name="月份")),
            ("words", models.CharField(blank=True, max_length=500, verbose_name="说明")),
            ("made_at", models.DateTimeField(verbose_name="办理时间")),
            (
                "group_order",
                models.OneToOneField(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="standing_draft",
                    to="procurement.grouporder",
                    verbose_name="草稿",
                ),
            ),
            (
                "standing_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="drafts",
                    to="procurement.standingorder",
                ),
            ),
        ],
        options={
            "verbose_name": "定期采购的草稿",
            "verbose_name_plural": "定期采购的草稿",
            "ordering": ["-month_on", "-pk"],
            "constraints": [
                models.UniqueConstraint(fields=("standing_order", "month_on"), name="standing_draft_once_a_month")
            ],
        },
    ),
    migrations.CreateModel(
        name="UnitApplicationMove",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "old",
                models.CharField(
                    blank=True,
                    choices=[("SUBMITTED", "待审核"), ("RETURNED", "已退回"), ("ADMITTED", "已通过")],
                    max_length=10,
                ),
            ),
            (
                "new",
                models.CharField(
                    choices=[("SUBMITTED", "待审核"), ("RETURNED", "已退回"), ("ADMITTED", "已通过")], max_length=10
                ),
            ),
            ("at", models.DateTimeField()),
            ("reason", models.CharField(blank=True, max_length=200)),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="moves",
                    to="procurement.unitapplication",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "申请办理记录",
            "verbose_name_plural": "申请办理记录",
            "ordering": ["at", "pk"],
        },
    ),
    migrations.CreateModel(
        name="OfflineFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "token",
                models.CharField(default=procurement.models.group_orders.new_token, max_length=32, unique=True),
            ),
            ("name", models.CharField(max_length=120, verbose_name="存放")),
            ("title", models.CharField(max_length=120, verbose_name="文件名")),
            ("content_type", models.CharField(max_length=80, verbose_name="类型")),
            ("size", models.PositiveIntegerField(verbose_name="字节")),
            ("digest", models.CharField(db_index=True, max_length=64, verbose_name="摘要")),
            ("at", models.DateTimeField(verbose_name="上传时间")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "offline_import",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="files",
                    to="procurement.offlineimport",
                ),
            ),
            (
                "proof",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="files",
                    to="procurement.offlineproof",
                ),
            ),
        ],
        options={
            "verbose_name": "凭证文件",
            "verbose_name_plural": "凭证文件",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("proof__isnull", False), ("offline_import__isnull", False), _connector="OR"),
                    name="offline_file_belongs",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Pledge",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("quantity", models.PositiveIntegerField(verbose_name="数量")),
            ("most", models.PositiveIntegerField(verbose_name="最多")),
            ("allotted", models.PositiveIntegerField(blank=True, null=True, verbose_name="分得")),
            ("received", models.PositiveIntegerField(blank=True, null=True, verbose_name="实得")),
            ("pledged_at", models.DateTimeField(verbose_name="认购时间")),
            (
                "item",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="pledges",
                    to="procurement.grouporderitem",
                ),
            ),
            (
                "participant",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="pledges",
                    to="procurement.participant",
                ),
            ),
        ],
        options={
            "verbose_name": "认购",
            "verbose_name_plural": "认购",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("participant", "item"), name="pledge_once"),
                models.CheckConstraint(
                    condition=models.Q(("most__gte", 1), ("most__gte", models.F("quantity"))),
                    name="pledge_wants_something",
                ),
                models.CheckConstraint(
                    condition=models.Q(("allotted", None), ("allotted__lte", models.F("most")), _connector="OR"),
                    name="pledge_gets_no_more_than_asked",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="PledgeChange",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("old", models.JSONField()),
            ("new", models.JSONField()),
            ("at", models.DateTimeField()),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "item",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="procurement.grouporderitem"
                ),
            ),
            (
                "participant",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="changes",
                    to="procurement.participant",
                ),
            ),
        ],
        options={
            "verbose_name": "认购变动",
            "verbose_name_plural": "认购变动",
            "ordering": ["-at", "-pk"],
        },
    ),
    migrations.CreateModel(
        name="PledgeSheet",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=200, verbose_name="文件名")),
            (
                "status",
                models.CharField(
                    choices=[("REVIEW", "待确认"), ("APPLIED", "已写入"), ("CANCELLED", "已放弃")],
                    default="REVIEW",
                    max_length=10,
                    verbose_name="状态",
                ),
            ),
            ("seen", models.PositiveBigIntegerField(default=0)),
            ("sheet", models.CharField(max_length=200, verbose_name="工作表")),
            ("letters", models.JSONField(default=dict)),
            ("rows", models.JSONField(default=list)),
            ("refusals", models.JSONField(default=dict)),
            ("at", models.DateTimeField(verbose_name="上传时间")),
            ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="办理时间")),
            ("changed", models.PositiveIntegerField(default=0, verbose_name="有改动")),
            ("unchanged", models.PositiveIntegerField(default=0, verbose_name="无改动")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "group_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="pledge_sheets",
                    to="procurement.grouporder",
                ),
            ),
            (
                "joined",
                models.ManyToManyField(related_name="+", to="procurement.participant", verbose_name="新参加"),
            ),
        ],
        options={
            "verbose_name": "上传的征集表",
            "verbose_name_plural": "上传的征集表",
            "ordering": ["-at", "-pk"],
        },
    ),
    migrations.CreateModel(
        name="AcceptanceLine",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("ordered", models.PositiveIntegerField(verbose_name="应收")),
            ("accepted", models.PositiveIntegerField(verbose_name="实收")),
            ("short", models.PositiveIntegerField(default=0, verbose_name="短少")),
            ("damaged", models.PositiveIntegerField(default=0, verbose_name="破损")),
            (
                "acceptance",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="procurement.acceptance"
                ),
            ),
            (
                "line",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="acceptance_lines", to="order.line"
                ),
            ),
        ],
        options={
            "verbose_name": "验收明细",
            "verbose_name_plural": "验收明细",
            "constraints": [
                models.UniqueConstraint(fields=("acceptance", "line"), name="acceptance_line_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "ordered",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("accepted"), "+", models.F("short")
                                ),
                                "+",
                                models.F("damaged"),
                            ),
                        )
                    ),
                    name="acceptance_line_adds_up",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Claim",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
            (
                "kind",
                models.CharField(
                    choices=[("ARRIVAL", "到货短少或破损"), ("QUALITY", "验收后发现问题"), ("RETURN", "申请退货")],
                    max_length=10,
                    verbose_name="类别",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("OPEN", "待供应商答复"),
                        ("REJECTED", "供应商不同意"),
                        ("DISPUTED", "待协作办裁定"),
                        ("RESHIPPED", "补发在途"),
                        ("REPLACED", "补发已签收"),
                        ("REFUNDED", "已同意扣款"),
                        ("DISMISSED", "协作办不予支持"),
                        ("WITHDRAWN", "买方已撤回"),
                    ],
                    db_index=True,
                    default="OPEN",
                    max_length=10,
                    verbose_name="状态",
                ),
            ),
            ("opened_at", models.DateTimeField(verbose_name="提出时间")),
            ("answer_by", models.DateTimeField(verbose_name="答复期限")),
            (
                "acceptance",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="procurement.acceptance"
                ),
            ),
            (
                "purchase_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="claims",
                    to="procurement.purchaseorder",
                ),
            ),
        ],
        options={
            "verbose_name": "售后",
            "verbose_name_plural": "售后",
            "ordering": ["-opened_at", "-pk"],
            "indexes": [models.Index(fields=["status", "answer_by"], name="procurement_status_87eaf1_idx")],
            "constraints": [models.UniqueConstraint(fields=("purchase_order", "position"), name="claim_position_once")],
        },
    ),
    migrations.CreateModel(
        name="LedgerEntry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "stage",
                models.CharField(
                    choices=[
                        ("ORDERED", "已下单"),
                        ("PAID", "已付款"),
                        ("ACCEPTED", "已验收"),
                        ("COMPLETED", "已完成"),
                    ],
                    max_length=10,
                    verbose_name="口径",
                ),
            ),
            ("occurred_on", models.DateField(verbose_name="发生日期")),
            ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="记账时间")),
            ("period", models.CharField(max_length=7, verbose_name="月份")),
            ("corrects_period", models.CharField(blank=True, default="", max_length=7, verbose_name="更正月份")),
            ("unit_code", models.CharField(blank=True, max_length=20, verbose_name="单位编码")),
            ("unit_name", models.CharField(max_length=80, verbose_name="采购单位")),
            ("unit_path", models.CharField(blank=True, max_length=200, verbose_name="主管路径")),
            (
                "unit_kind",
                models.CharField(
                    blank=True,
                    choices=[
                        ("GOVERNMENT", "机关"),
                        ("INSTITUTION", "事业单位"),
                        ("ENTERPRISE", "企业"),
                        ("TOWN", "镇街区"),
                        ("MASS_ORGANISATION", "群团"),
                        ("SOCIAL_ORGANISATION", "社会组织"),
                    ],
                    max_length=20,
                    verbose_name="单位性质",
                ),
            ),
            ("region_code", models.CharField(max_length=6, verbose_name="协作地区代码")),
            ("region_name", models.CharField(max_length=40, verbose_name="协作地区")),
            ("county_code", models.CharField(max_length=6, verbose_name="产地代码")),
            ("county_name", models.CharField(max_length=40, verbose_name="产地")),
            ("category", models.CharField(max_length=200, verbose_name="分类")),
            ("product_title", models.CharField(max_length=255, verbose_name="商品")),
            ("supplier_code", models.CharField(blank=True, max_length=128, verbose_name="供应商编码")),
            ("supplier_name", models.CharField(max_length=128, verbose_name="供应商")),
            ("channel", models.CharField(max_length=20, verbose_name="渠道")),
            (
                "fund_source",
                models.CharField(
                    choices=[
                        ("UNION", "工会经费"),
                        ("WELFARE", "福利费"),
                        ("CANTEEN", "食堂经费"),
                        ("ADMINISTRATION", "行政经费"),
                        ("PERSONAL", "个人"),
                    ],
                    max_length=20,
                    verbose_name="费用来源",
                ),
            ),
            ("quantity", procurement.models.quantities.QuantityField(verbose_name="数量")),
            ("measure_unit", models.CharField(max_length=10, verbose_name="计量单位")),
            (
                "net_weight_g",
                models.DecimalField(decimal_places=2, max_digits=16, null=True, verbose_name="净重(克)"),
            ),
            ("unit_price", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="单价")),
            ("tax_rate", models.DecimalField(decimal_places=2, max_digits=4, verbose_name="税率")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额")),
            ("tax_amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="其中税额")),
            ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
            ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            ("digest", models.CharField(max_length=64, verbose_name="摘要")),
            (
                "acceptance",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="procurement.acceptance",
                ),
            ),
            (
                "line",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="ledger_entries",
                    to="order.line",
                ),
            ),
            (
                "product",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.product"
                ),
            ),
            (
                "reversal_of",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="reversals",
                    to="procurement.ledgerentry",
                ),
            ),
            (
                "supplier",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partner.partner"
                ),
            ),
            (
                "transaction",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="payment.transaction",
                ),
            ),
            (
                "offline_line",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="ledger_entries",
                    to="procurement.offlineline",
                ),
            ),
            (
                "offline_proof",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="procurement.offlineproof",
                ),
            ),
            (
                "purchase_order",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="ledger_entries",
                    to="procurement.purchaseorder",
                ),
            ),
            (
                "unit",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="ledger_entries",
                    to="procurement.unit",
                ),
            ),
        ],
        options={
            "verbose_name": "台账",
            "verbose_name_plural": "台账",
            "ordering": ["occurred_on", "pk"],
            "indexes": [
                models.Index(fields=["stage", "period", "occurred_on", "id"], name="ledger_entry_page_idx"),
                models.Index(fields=["stage", "unit", "period"], name="procurement_stage_4adefb_idx"),
                models.Index(fields=["stage", "supplier_code", "period"], name="ledger_entry_supplier_idx"),
                models.Index(fields=["purchase_order", "stage"], name="procurement_purchas_32a043_idx"),
                models.Index(
                    condition=models.Q(("corrects_period__gt", "")),
                    fields=["corrects_period", "stage"],
                    name="ledger_entry_corrects_idx",
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("quantity", 0), _negated=True), name="ledger_entry_not_empty"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("corrects_period", ""), ("corrects_period__lt", models.F("period")), _connector="OR"
                    ),
                    name="ledger_entry_corrects_earlier",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("quantity__gt", 0), ("reversal_of", None)),
                        models.Q(("quantity__lt", 0), ("reversal_of__isnull", False)),
                        _connector="OR",
                    ),
                    name="ledger_entry_negative_reverses",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("stage", "ORDERED"),
                        models.Q(("stage", "PAID"), ("transaction__isnull", False)),
                        models.Q(("acceptance__isnull", False), ("stage", "ACCEPTED")),
                        models.Q(("acceptance__isnull", False), ("stage", "COMPLETED"), ("transaction__isnull", False)),
                        models.Q(("offline_line__isnull", False), ("offline_proof__isnull", False)),
                        _connector="OR",
                    ),
                    name="ledger_entry_has_proof",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("line__isnull", False),
                            ("offline_line", None),
                            ("offline_proof", None),
                            ("product__isnull", False),
                            ("purchase_order__isnull", False),
                            ("supplier__isnull", False),
                        ),
                        models.Q(
                            ("acceptance", None),
                            ("line", None),
                            ("offline_line__isnull", False),
                            ("offline_proof__isnull", False),
                            ("purchase_order", None),
                            ("transaction", None),
                        ),
                        _connector="OR",
                    ),
                    name="ledger_entry_has_one_source",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="PledgeShare",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("wanted", models.PositiveIntegerField(verbose_name="认购")),
            ("received", models.PositiveIntegerField(verbose_name="实得")),
            (
                "pledge",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="procurement.pledge"
                ),
            ),
            (
                "shared_item",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="procurement.shareditem"
                ),
            ),
        ],
        options={
            "verbose_name": "个人实得",
            "verbose_name_plural": "个人实得",
            "constraints": [
                models.UniqueConstraint(fields=("shared_item", "pledge"), name="pledge_share_once"),
                models.CheckConstraint(
                    condition=models.Q(("received__lte", models.F("wanted"))), name="pledge_share_within_wish"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="PledgeStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("price", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="降到")),
            ("more", models.PositiveIntegerField(verbose_name="多要")),
            (
                "pledge",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="procurement.pledge"
                ),
            ),
        ],
        options={
            "verbose_name": "降价多要",
            "verbose_name_plural": "降价多要",
            "ordering": ["-price"],
            "constraints": [
                models.UniqueConstraint(fields=("pledge", "price"), name="pledge_step_once"),
                models.CheckConstraint(
                    condition=models.Q(("more__gte", 1), ("price__gt", 0)), name="pledge_step_positive"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ClaimLine",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("packs", models.PositiveIntegerField(verbose_name="件数")),
            ("short", models.PositiveIntegerField(default=0, verbose_name="其中短少")),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="procurement.claim"
                ),
            ),
            (
                "line",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="claim_lines", to="order.line"
                ),
            ),
        ],
        options={
            "verbose_name": "售后明细",
            "verbose_name_plural": "售后明细",
            "ordering": ["line"],
            "constraints": [
                models.UniqueConstraint(fields=("claim", "line"), name="claim_line_once"),
                models.CheckConstraint(
                    condition=models.Q(("packs__gte", 1), ("short__lte", models.F("packs"))),
                    name="claim_line_positive",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ClaimMove",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "old",
                models.CharField(
                    blank=True,
                    choices=[
                        ("OPEN", "待供应商答复"),
                        ("REJECTED", "供应商不同意"),
                        ("DISPUTED", "待协作办裁定"),
                        ("RESHIPPED", "补发在途"),
                        ("REPLACED", "补发已签收"),
                        ("REFUNDED", "已同意扣款"),
                        ("DISMISSED", "协作办不予支持"),
                        ("WITHDRAWN", "买方已撤回"),
                    ],
                    max_length=10,
                ),
            ),
            (
                "new",
                models.CharField(
                    choices=[
                        ("OPEN", "待供应商答复"),
                        ("REJECTED", "供应商不同意"),
                        ("DISPUTED", "待协作办裁定"),
                        ("RESHIPPED", "补发在途"),
                        ("REPLACED", "补发已签收"),
                        ("REFUNDED", "已同意扣款"),
                        ("DISMISSED", "协作办不予支持"),
                        ("WITHDRAWN", "买方已撤回"),
                    ],
                    max_length=10,
                ),
            ),
            ("at", models.DateTimeField()),
            ("words", models.CharField(blank=True, max_length=300, verbose_name="说明")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="procurement.claim"
                ),
            ),
        ],
        options={
            "verbose_name": "售后记录",
            "verbose_name_plural": "售后记录",
            "ordering": ["at", "pk"],
        },
    ),
    migrations.CreateModel(
        name="Shipment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveSmallIntegerField(verbose_name="批次")),
            ("carrier", models.CharField(blank=True, max_length=40, verbose_name="承运")),
            ("waybill", models.CharField(blank=True, max_length=60, verbose_name="运单号")),
            ("shipped_at", models.DateTimeField(verbose_name="发货时间")),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="replacements",
                    to="procurement.claim",
                ),
            ),
            (
                "purchase_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="shipments",
                    to="procurement.purchaseorder",
                ),
            ),
        ],
        options={
            "verbose_name": "发货单",
            "verbose_name_plural": "发货单",
            "ordering": ["position"],
            "constraints": [
                models.UniqueConstraint(fields=("purchase_order", "position"), name="shipment_position_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="Photo",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "token",
                models.CharField(default=procurement.models.group_orders.new_token, max_length=32, unique=True),
            ),
            ("name", models.CharField(max_length=120, verbose_name="文件")),
            ("digest", models.CharField(max_length=64, verbose_name="摘要")),
            ("at", models.DateTimeField(verbose_name="上传时间")),
            (
                "acceptance",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="photos",
                    to="procurement.acceptance",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "claim_move",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="photos",
                    to="procurement.claimmove",
                ),
            ),
            (
                "purchase_order",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="photos",
                    to="procurement.purchaseorder",
                ),
            ),
        ],
        options={
            "verbose_name": "照片",
            "verbose_name_plural": "照片",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("acceptance", None), ("claim_move", None), _connector="XOR"),
                    name="photo_of_acceptance_or_claim_move",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="ShipmentLine",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("quantity", models.PositiveIntegerField(verbose_name="件数")),
            (
                "line",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="shipment_lines", to="order.line"
                ),
            ),
            (
                "shipment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="procurement.shipment"
                ),
            ),
        ],
        options={
            "verbose_name": "发货明细",
            "verbose_name_plural": "发货明细",
            "ordering": ["line"],
            "constraints": [
                models.UniqueConstraint(fields=("shipment", "line"), name="shipment_line_once"),
                models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="shipment_line_positive"),
            ],
        },
    ),
]


class Stated(migrations.SeparateDatabaseAndState):
    """Models that are only stated: what Django rendered before is dropped, not rendered again after each of them."""

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)


def make_tables(apps, schema_editor):
    for each in MODELS:
        schema_editor.create_model(apps.get_model("procurement", each.name))


def make_triggers(apps, schema_editor):
    for name in TRIGGERS:
        module = import_module(f"procurement.migrations.{name}")
        per_vendor(module.SQLITE, module.POSTGRESQL)(apps, schema_editor)


def make_first_rows(apps, schema_editor):
    for name in FIRST_ROWS:
        import_module(f"procurement.migrations.{name}").create(apps, schema_editor)


class Migration(migrations.Migration):
    replaces = [("procurement", name) for name in REPLACED]

    initial = True

    dependencies = [
        ("address", "0006_auto_20181115_1953"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalogue", "0032_category_exclude_from_menu_category_long_description"),
        ("order", "0021_billingaddress_code_shippingaddress_code"),
        ("partner", "0007_partneraddress_code"),
        ("payment", "0005_auto_20200801_0817"),
        ("produce", "0004_listed_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Stated(state_operations=MODELS),
        migrations.RunPython(make_tables, migrations.RunPython.noop),
        migrations.AddField(
            model_name="acceptance",
            name="shipment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="acceptance", to="procurement.shipment"
            ),
        ),
        migrations.RunPython(make_triggers, migrations.RunPython.noop),
        migrations.RunPython(make_first_rows, migrations.RunPython.noop),
    ]
