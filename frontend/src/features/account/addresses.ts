import {
  deleteSignInAccountEmail,
  deleteSignInAccountPhone,
  getSignInAccountEmail,
  getSignInAccountPhone,
  patchSignInAccountEmail,
  postSignInAccountEmail,
  postSignInAccountPhone,
  postSignInAuthEmailVerify,
  postSignInAuthPhoneVerify,
} from '@/api';
import { ApiError } from '@/shared/apiError';
import { done } from './secure';

export type Kind = 'email' | 'phone';

/** An address or number of mine. A person has one number, and it is the primary one. */
export interface Address {
  kind: Kind;
  value: string;
  verified: boolean;
  primary: boolean;
}

interface Row {
  email?: string;
  phone?: string;
  verified: boolean;
  primary?: boolean;
}

export function addressesOf(kind: Kind, rows: Row[]): Address[] {
  return rows.map(({ verified, primary = true, ...row }) => ({
    kind,
    value: row[kind] ?? '',
    verified,
    primary,
  }));
}

/** All I can be reached by, the primary address first. */
export async function readAddresses(): Promise<Address[]> {
  const [emails, phones] = (await Promise.all([
    done(getSignInAccountEmail()),
    done(getSignInAccountPhone()),
  ])) as { data: Row[] }[];
  const found = [...addressesOf('email', emails?.data ?? []), ...addressesOf('phone', phones?.data ?? [])];
  return found.sort((one, other) => Number(other.primary) - Number(one.primary));
}

/** Sends a code there; the answer is the same whether the address is somebody's. */
export const askForCode = (kind: Kind, value: string) =>
  done(
    kind === 'email'
      ? postSignInAccountEmail({ body: { email: value } })
      : postSignInAccountPhone({ body: { phone: value } }),
  );

export const giveCode = (kind: Kind, code: string) =>
  done(
    kind === 'email'
      ? postSignInAuthEmailVerify({ body: { key: code } })
      : postSignInAuthPhoneVerify({ body: { code } }),
  );

export const makePrimary = (email: string) =>
  done(patchSignInAccountEmail({ body: { email, primary: true } }));

export const remove = ({ kind, value }: Address) =>
  done(kind === 'email' ? deleteSignInAccountEmail({ body: { email: value } }) : deleteSignInAccountPhone());

/** Not the primary address, and the number only where a confirmed address is left to sign in by. */
export const isRemovable = ({ kind, primary }: Address, all: readonly Address[]): boolean =>
  kind === 'email' ? !primary : all.some((one) => one.kind === 'email' && one.verified);

/** The code is gone on the server: too late, or too many tries. */
export const isCodeGone = (error: unknown): boolean => error instanceof ApiError && error.status === 409;
