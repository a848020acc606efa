"""Create the first security administrator; there is no account by default."""

import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shop.user import accounts
from shop.user.models import User, mobile_validator


class Command(BaseCommand):
    help = "创建第一位安全管理员；已有时拒绝。密码从键盘输入，或用 --password-stdin 从标准输入读一行。"

    def add_arguments(self, parser):
        parser.add_argument("mobile")
        parser.add_argument("name")
        parser.add_argument("--password-stdin", action="store_true")

    def handle(self, *args, mobile, name, password_stdin, **options):
        password = input() if password_stdin else getpass.getpass("密码：")
        try:
            mobile_validator(mobile)
            validate_password(password, User(mobile=mobile, name=name))
            accounts.create_first_administrator(mobile=mobile, name=name, password=password, at=timezone.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except accounts.Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("已创建安全管理员。登录后在“用户与角色”里开通其他账号。")
