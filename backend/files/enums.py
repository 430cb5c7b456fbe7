from django.db import models


class FileKind(models.TextChoices):
    """What a file is for; the limits and allowed types hang on it."""

    DECK = "deck", "商业计划书"
    LOGO = "logo", "标志"
    EVIDENCE = "evidence", "证明材料"
    IMPORT = "import", "导入文件"
    PROOF = "proof", "转账凭证"
    FAPIAO = "fapiao", "发票"


class FileState(models.TextChoices):
    STORED = "stored", "已上传"
    PROCESSING = "processing", "处理中"
    READY = "ready", "可查看"
    REFUSED = "refused", "已拒绝"
