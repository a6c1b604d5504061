from certificates.models.zertifikat import Validity, Zertifikat, random_token

__all__ = ["Validity", "Zertifikat", "random_token"]
