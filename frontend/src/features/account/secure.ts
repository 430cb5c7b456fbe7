import {
  confirmProofCode,
  deleteSignInAccountAuthenticatorsTotp,
  getSignInAccountAuthenticatorsRecoveryCodes,
  getSignInAccountAuthenticatorsTotp,
  postSignInAccountAuthenticatorsRecoveryCodes,
  postSignInAccountAuthenticatorsTotp,
  postSignInAccountPasswordChange,
  postSignInAuth2FaReauthenticate,
  postSignInAuthReauthenticate,
  requestProofCode,
} from '@/api';
import { ApiError, toApiError } from '@/shared/apiError';

interface Answer {
  data?: unknown;
  error?: unknown;
}

export async function done(call: Promise<Answer>): Promise<unknown> {
  const { data, error } = await call;
  if (error !== undefined) throw toApiError(error);
  return data;
}

/** How somebody proves once more who they are; a code is sent to those who have nothing else. */
export type Proof = 'password' | 'second_factor' | 'code';

/** What the server wants before it goes on, or null where it was refused for another reason. */
export function wantedProof(error: unknown): Proof | null {
  if (!(error instanceof ApiError) || error.status !== 401) return null;
  const { meta, data } = (error.body ?? {}) as {
    meta?: { is_authenticated?: boolean };
    data?: { flows?: { id: string }[] };
  };
  if (!meta?.is_authenticated) return null;
  const flows = new Set(data?.flows?.map(({ id }) => id));
  if (flows.has('reauthenticate')) return 'password';
  return flows.has('mfa_reauthenticate') ? 'second_factor' : 'code';
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
export const sendProofCode = () => done(requestProofCode());

const GIVE: Record<Proof, (secret: string) => Promise<Answer>> = {
  password: (password) => postSignInAuthReauthenticate({ body: { password } }),
  second_factor: (code) => postSignInAuth2FaReauthenticate({ body: { code } }),
  code: (code) => confirmProofCode({ body: { code } }),
};

export const prove = (by: Proof, secret: string) => done(GIVE[by](secret));

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
