"""Why a file was not taken, not rendered, or not shown."""

from typing import Any

from backend.core.errors import Conflict, DomainError, Invalid, NotPermitted
from backend.core.languages import text


class FileEmpty(Invalid):
    code = "files.empty"
    message = text("文件是空的。", "This file is empty.")


class FileTooLarge(DomainError):
    code = "files.too_large"
    status = 413
    message = text("文件过大。", "This file is too large.")


class TypeNotAllowed(DomainError):
    code = "files.type_not_allowed"
    status = 415
    message = text("不支持这种文件。", "This kind of file is not accepted here.")


class ImageBroken(Invalid):
    code = "files.image_broken"
    message = text("图片已损坏，无法读取。", "This picture is damaged and cannot be read.")


class ImageTooLarge(Invalid):
    code = "files.image_too_large"
    message = text("图片尺寸过大。", "This picture has too many pixels.")


class StorageFull(DomainError):
    code = "files.storage_full"
    status = 507
    message = text("服务器存储空间不足，请稍后再试。", "The server is out of storage space. Please try again later.")


class TooManyUnused(DomainError):
    code = "files.too_many_unused"
    status = 429
    message = text(
        "您有太多尚未使用的上传文件，请明天再试。",
        "You have too many uploads that are not used yet. Try again tomorrow.",
    )


class FileNotUsable(Invalid):
    code = "files.not_usable"
    message = text(
        "请选择您本人上传且尚未使用的文件。", "Choose a file that you uploaded yourself and that is not in use yet."
    )


class FileNotReady(Conflict):
    code = "files.not_ready"
    message = text("文件仍在处理中，请稍候。", "This file is still being processed. Please wait a moment.")


class FileRefused(Invalid):
    code = "files.refused"
    message = text("文件未通过处理。", "This file was refused.")


class AddressRefused(NotPermitted):
    code = "files.address_refused"
    message = text("链接已失效，请刷新页面。", "This link is no longer valid. Reload the page.")


# What processing may find out after the upload was taken; `StoredFile.refusal` holds the code.
REFUSALS: dict[str, Any] = {
    "files.too_many_pages": text("页数超过上限（200 页）。", "It has more pages than the limit of 200."),
    "files.encrypted": text(
        "文件已加密，请上传未加密的版本。", "It is encrypted. Upload a version without a password."
    ),
    "files.broken": text("文件已损坏，无法读取。", "It is damaged and cannot be read."),
    "files.no_pages": text("文件没有任何页面。", "It has no pages."),
    "files.timed_out": text("文件过于复杂，处理超时。", "It is too complex and took too long to process."),
    "files.too_complex": text("文件过于复杂，超出内存上限。", "It is too complex to process within the memory limit."),
    "files.missing": text("文件内容已丢失，请重新上传。", "Its content is gone. Please upload it again."),
}
