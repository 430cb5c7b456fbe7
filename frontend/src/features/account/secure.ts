import {
  deleteSignInAccountAuthenticatorsTotp,
  getSignInAccountAuthenticatorsRecoveryCodes,
  getSignInAccountAuthenticatorsTotp,
  postSignInAccountAuthenticatorsRecoveryCodes,
  postSignInAccountAuthenticatorsTotp,
  postSignInAccountPasswordChange,
  postSignInAuthReauthenticate,
} from '@/api';
import { ApiError, toApiError } from '@/shared/apiError';

interface Answer {
  data?: unknown;
  error?: unknown;
}

async function done(call: Promise<Answer>): Promise<unknown> {
  const { data, error } = await call;
  if (error !== undefined) throw toApiError(error);
  return data;
}

/** The server wants the password once more before it does this. */
export function wantsPassword(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

export interface Seed {
  secret: string;
  url: string;
}

/** What the authenticator app is to be told; in the answer 404 because there is none yet. */
export async function readSeed(): Promise<Seed> {
  const { error } = await getSignInAccountAuthenticatorsTotp();
  const refusal = toApiError(error);
  const meta = (refusal.body as { meta?: { secret?: string; totp_url?: string } } | null)?.meta;
  if (refusal.status === 404 && meta?.secret) return { secret: meta.secret, url: meta.totp_url ?? '' };
  throw refusal;
}

export const addTotp = (code: string) => done(postSignInAccountAuthenticatorsTotp({ body: { code } }));
export const removeTotp = () => done(deleteSignInAccountAuthenticatorsTotp());
export const reauthenticate = (password: string) =>
  done(postSignInAuthReauthenticate({ body: { password } }));

/** New recovery codes; the old ones stop working. */
export async function newRecoveryCodes(): Promise<string[]> {
  await done(postSignInAccountAuthenticatorsRecoveryCodes());
  const answer = await done(getSignInAccountAuthenticatorsRecoveryCodes());
  return (answer as { data: { unused_codes: string[] } }).data.unused_codes;
}

export interface PasswordChange {
  current_password?: string;
  new_password: string;
}

/** Wrong or weak passwords are refused at their field. */
export async function changePassword(body: PasswordChange): Promise<void> {
  await done(postSignInAccountPasswordChange({ body: body as Required<PasswordChange> }));
}
