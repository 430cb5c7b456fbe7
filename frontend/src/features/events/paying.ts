/** The payment service sends payers back to an order's code; which ticket it was this browser remembers, and nobody else learns. */
const PREFIX = 'xmh.pay.';

export function rememberTicket(code: string, secret: string): void {
  try {
    sessionStorage.setItem(PREFIX + code, secret);
  } catch {
    // Without storage the way back leads to the list of tickets.
  }
}

export function ticketOf(code: string): string | null {
  try {
    return sessionStorage.getItem(PREFIX + code);
  } catch {
    return null;
  }
}
