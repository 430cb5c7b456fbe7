import type { QueryClient } from '@tanstack/react-query';
import { client } from '@/api/client.gen';
import type { ApiError } from '@/shared/apiError';
import { refreshViewer } from './viewer';

const SESSION = '/_allauth/browser/v1/auth/session';

/** One step that sign-in still wants, as django-allauth names it: `login_by_code`, `mfa_authenticate`, … */
export interface Flow {
  id: string;
  is_pending?: boolean;
}

export interface Session {
  authenticated: boolean;
  flows: Flow[];
}

interface SessionAnswer {
  data?: { flows?: Flow[] };
  meta?: { is_authenticated?: boolean };
}

export function readSession(body: SessionAnswer | undefined): Session {
  return { authenticated: body?.meta?.is_authenticated === true, flows: body?.data?.flows ?? [] };
}

/** The state of sign-in. 401 is an ordinary answer here and tells which steps are open; 410 means start again. */
export async function fetchSession(): Promise<Session> {
  const { data, error } = await client.get<SessionAnswer, ApiError>({ url: SESSION });
  if (data) return readSession(data as SessionAnswer);
  if (error?.status === 401 || error?.status === 410) return readSession(error.body as SessionAnswer);
  throw error;
}

/** Ends the session on the server and forgets what was read with it. */
export async function signOut(queryClient: QueryClient): Promise<void> {
  const { error } = await client.delete<unknown, ApiError>({ url: SESSION });
  // Signing out answers 401, which says that nobody is signed in any more.
  if (error && error.status !== 401) throw error;
  await refreshViewer(queryClient);
}
