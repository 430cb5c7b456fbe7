import type { CheckInList, ScanInputRequest } from '@/api';
import { readCode } from './codes';
import type { Judgement, Passage } from './judge';
import type { StoredGuest } from './store';

/** The text of a QR code, a short code somebody typed, or a guest found by name. */
export type Reading = { ticket: string } | { code: string } | { guest: StoredGuest };

/** What the page shows of one reading. */
export interface Shown extends Judgement {
  nonce: string;
  list: string;
  passage: Passage;
  at: string;
  /** As it was before; null where no ticket was found. */
  guest: StoredGuest | null;
  /** Whether this phone decided without the server. */
  isAlone: boolean;
  isUndone: boolean;
}

/** What was typed, or what a hand scanner typed: a short code, or the whole text of a QR code. */
export function readingOf(typed: string): Reading | null {
  const text = typed.trim();
  if (!text) return null;
  return text.includes('.') || text.length > 12 ? { ticket: text } : { code: text.toUpperCase() };
}

/** What is plainly no ticket of ours, and no question for a server either. */
export function flawOf(reading: Reading): 'forged' | 'unknown' | null {
  if ('ticket' in reading) return readCode(reading.ticket) ? null : 'forged';
  return 'code' in reading && !/^[0-9A-Z]{1,12}$/.test(reading.code) ? 'unknown' : null;
}

/** What a scan came to, as it is shown. */
export function shownOf(
  list: CheckInList,
  scan: ScanInputRequest,
  judgement: Judgement,
  guest: StoredGuest | null,
  { isAlone }: { isAlone: boolean },
): Shown {
  const { nonce, kind, scanned_at } = scan;
  return {
    ...judgement,
    nonce,
    list: list.id,
    passage: kind,
    at: scanned_at,
    guest,
    isAlone,
    isUndone: false,
  };
}
