from django.urls import URLPattern, URLResolver, path

from backend.organizations.api import funds, logos, me, members, organizations, reviews

_ONE = "organizations/<uuid:organization_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", me.MeView.as_view()),
    path("me/claims/", reviews.MyClaimsView.as_view()),
    path("me/standings/", reviews.StandingsView.as_view()),
    path("evidence-terms/", reviews.EvidenceTermsView.as_view()),
    path("organizations/", organizations.OrganizationsView.as_view()),
    path("organizations/export/", organizations.OrganizationsExportView.as_view()),
    path(_ONE, organizations.OrganizationView.as_view()),
    path(f"{_ONE}audit/", organizations.OrganizationAuditView.as_view()),
    path(f"{_ONE}members/", members.MembersView.as_view()),
    path(f"{_ONE}members/<uuid:member_id>/", members.MemberView.as_view()),
    path(f"{_ONE}leave/", members.LeaveView.as_view()),
    path(f"{_ONE}invitations/", members.InvitationsView.as_view()),
    path(f"{_ONE}invitations/<uuid:invitation_id>/", members.InvitationView.as_view()),
    path("invitations/<str:secret>/", members.OfferedInvitationView.as_view()),
    path("invitations/<str:secret>/accept/", members.AcceptInvitationView.as_view()),
    path(f"{_ONE}ownership/", members.OwnershipView.as_view()),
    path(f"{_ONE}ownership/accept/", members.AcceptOwnershipView.as_view()),
    path(f"{_ONE}ownership/decline/", members.DeclineOwnershipView.as_view()),
    path(f"{_ONE}ownership/cancel/", members.CancelOwnershipView.as_view()),
    path(f"{_ONE}verification/", reviews.VerificationView.as_view()),
    path(f"{_ONE}claim/", reviews.ClaimView.as_view()),
    path(f"{_ONE}reviews/", reviews.ReviewsView.as_view()),
    path(f"{_ONE}reviews/<uuid:review_id>/withdraw/", reviews.WithdrawReviewView.as_view()),
    path(f"{_ONE}funds/", funds.FundsView.as_view()),
    path("logos/<uuid:file_id>/", logos.LogoView.as_view(), name="logo"),
    path("funds/<uuid:fund_id>/", funds.FundView.as_view()),
]
