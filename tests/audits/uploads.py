"""Files as a browser sends them."""

from django.core.files.uploadedfile import SimpleUploadedFile

MEGABYTE = 1024 * 1024


def a_pdf(name: str = "Auszug.pdf", text: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n%" + text.encode() + b"\n%%EOF\n")


def a_program() -> SimpleUploadedFile:
    return SimpleUploadedFile("Auszug.exe", b"MZ\x90\x00")


def a_disguised_program() -> SimpleUploadedFile:
    return SimpleUploadedFile("Auszug.pdf", b"MZ\x90\x00\x03")


def too_large() -> SimpleUploadedFile:
    return SimpleUploadedFile("Auszug.pdf", b"%PDF-1.7\n" + bytes(40 * MEGABYTE))
