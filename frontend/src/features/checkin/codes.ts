import { verifyAsync } from '@noble/ed25519';
import type { DoorKey } from '@/api';

/** What the QR code of a ticket says. Who signed it is another question: `isSigned`. */
export interface DoorCode {
  event: string;
  ticket: string;
  kind: string;
  key: string;
  message: Uint8Array;
  signature: Uint8Array;
}

const MARK = 'XMH1';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SIGNATURE = 64;

/** The parts of a code of ours, or null for anything else. */
export function readCode(text: string): DoorCode | null {
  const parts = text.trim().split('.');
  const [mark, event, ticket, kind, key, sealed] = parts;
  if (parts.length !== 6 || mark !== MARK || !event || !ticket || !kind || !key || !sealed) return null;
  const signature = fromBase32(sealed);
  if (signature?.length !== SIGNATURE) return null;
  const message = new TextEncoder().encode(parts.slice(0, -1).join('.'));
  return { event, ticket, kind, key, message, signature };
}

/** Whether one of the event's keys signed it. Needs no net. */
export async function isSigned(code: DoorCode, keys: readonly DoorKey[]): Promise<boolean> {
  const key = keys.find(({ id }) => id === code.key);
  if (!key) return false;
  const bytes = Uint8Array.from(atob(key.public), (letter) => letter.charCodeAt(0));
  // The strict rules of the standard, as the server's library has them.
  return verifyAsync(code.signature, code.message, bytes, { zip215: false }).catch(() => false);
}

/** Null for what no encoder writes: another letter, or bits in the last one that stand for nothing. */
function fromBase32(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of text) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
      held &= (1 << bits) - 1;
    }
  }
  return bits < 5 && held === 0 ? Uint8Array.from(bytes) : null;
}
