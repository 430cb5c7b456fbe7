import { createFileRoute } from '@tanstack/react-router';
import { InvitationPage } from '@/features/organizations/InvitationPage';

export const Route = createFileRoute('/_app/invitations/$secret')({ component: InvitationPage });
