from django.db import models


class TokenScope(models.TextChoices):
    """What a machine may do with a token: read alone, or write as well."""

    READ = "read", "读取"
    WRITE = "write", "写入"


class Home(models.TextChoices):
    """Which home page greets a person."""

    OPERATOR = "operator", "运营"
    STARTUP = "startup", "初创企业"
    INVESTOR = "investor", "投资人"
    MEMBER = "member", "成员"


class Need(models.TextChoices):
    """What a person should still do; the page says each in a sentence."""

    DISPLAY_NAME = "display_name", "填写姓名"
    SECOND_FACTOR = "second_factor", "设置两步验证"
    SECOND_FACTOR_SIGN_IN = "second_factor_sign_in", "用两步验证登录"
    RECOVERY_CODES = "recovery_codes", "生成恢复代码"
    ORGANIZATION = "organization", "加入或创建机构"
