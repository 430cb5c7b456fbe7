import {
  postSignInAuth2FaAuthenticate,
  postSignInAuthCodeConfirm,
  postSignInAuthCodeRequest,
  postSignInAuthCodeResend,
  postSignInAuthEmailVerify,
  postSignInAuthEmailVerifyResend,
  postSignInAuthLogin,
  postSignInAuthPasswordRequest,
  postSignInAuthPasswordReset,
  postSignInAuthPhoneVerify,
  postSignInAuthPhoneVerifyResend,
  postSignInAuthSignup,
} from '@/api';
import { readSession, type Session } from '@/app/session';
import { ApiError, toApiError } from '@/shared/apiError';
import { contactOf } from './contact';

interface Answer {
  data?: unknown;
  error?: unknown;
}

/** A step of sign-in that waits for what was sent to the person, as django-allauth names it. */
export const PENDING = [
  'login_by_code',
  'verify_email',
  'verify_phone',
  'mfa_authenticate',
  'password_reset_by_code',
] as const;
export type Pending = (typeof PENDING)[number];

/** The step the server waits for, or null when a new sign-in may start. */
export function pendingOf({ flows }: Session): Pending | null {
  const id = flows.find(({ is_pending }) => is_pending)?.id;
  return PENDING.find((known) => known === id) ?? null;
}

/** 401 says which step comes next, so here it is an answer; every other refusal is thrown. */
export async function settled(call: Promise<Answer>): Promise<Session> {
  const { data, error } = await call;
  if (error === undefined) return readSession(data as Parameters<typeof readSession>[0]);
  const refusal = toApiError(error);
  const hasFlows = refusal.status === 401 && refusal.body !== null;
  if (hasFlows) return readSession(refusal.body as Parameters<typeof readSession>[0]);
  throw refusal;
}

export function signIn(login: string, password: string): Promise<Session> {
  return settled(postSignInAuthLogin({ body: { ...contactOf(login), password } }));
}

export function requestCode(login: string): Promise<Session> {
  return settled(postSignInAuthCodeRequest({ body: contactOf(login) }));
}

export interface NewPerson {
  login: string;
  display_name: string;
  password: string;
}

export function signUp({ login, password, display_name }: NewPerson): Promise<Session> {
  // The schema is django-allauth's; the name is a field this platform adds to it.
  const body = { ...contactOf(login), password, display_name };
  return settled(postSignInAuthSignup({ body: body as never }));
}

/** Says nothing about whether the account exists: whoever asks is told to look for the code. */
export async function requestReset(email: string): Promise<Session> {
  return settled(postSignInAuthPasswordRequest({ body: { email } }));
}

export function resetPassword(key: string, password: string): Promise<Session> {
  return settled(postSignInAuthPasswordReset({ body: { key, password } }));
}

type Coded = Exclude<Pending, 'password_reset_by_code'>;

const CONFIRM: Record<Coded, (code: string) => Promise<Answer>> = {
  login_by_code: (code) => postSignInAuthCodeConfirm({ body: { code } }),
  verify_email: (key) => postSignInAuthEmailVerify({ body: { key } }),
  verify_phone: (code) => postSignInAuthPhoneVerify({ body: { code } }),
  mfa_authenticate: (code) => postSignInAuth2FaAuthenticate({ body: { code } }),
};

export function confirm(step: Coded, code: string): Promise<Session> {
  return settled(CONFIRM[step](code));
}

const RESEND: Partial<Record<Pending, () => Promise<Answer>>> = {
  login_by_code: () => postSignInAuthCodeResend(),
  verify_email: () => postSignInAuthEmailVerifyResend(),
  verify_phone: () => postSignInAuthPhoneVerifyResend(),
};

export const canResend = (step: Pending): boolean => step in RESEND;

export async function resend(step: Pending): Promise<void> {
  const { error } = (await RESEND[step]?.()) ?? {};
  if (error !== undefined) throw toApiError(error);
}

/** The step is gone on the server (too late, too many tries, or already done): start again. */
export function isStale(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 409 || error.status === 410);
}
