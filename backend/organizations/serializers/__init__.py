from backend.organizations.serializers.organizations import OrganizationBrief, brief_of

__all__ = ["OrganizationBrief", "brief_of"]
