import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { dayAfterKey, FIRST_MONTH, LAST_MONTH, monthOf } from './days';

const dayIn = (target: EventTarget) => (target instanceof HTMLElement ? target.dataset.day : undefined);

/**
 * One day of the grid is reached by Tab, the others from there by the arrow keys, which also turn the month.
 * `start` is that day until a key moves on.
 */
export function useDayKeys(month: string, start: string, onMonth: (month: string) => void) {
  const table = useRef<HTMLTableElement>(null);
  const wanted = useRef<string | null>(null);
  const [at, setAt] = useState(start);
  useEffect(() => {
    if (wanted.current === null || monthOf(wanted.current) !== month) return;
    table.current?.querySelector<HTMLElement>(`[data-day="${wanted.current}"]`)?.focus();
    wanted.current = null;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const from = dayIn(event.target);
    const next =
      from && !event.altKey && !event.ctrlKey && !event.metaKey ? dayAfterKey(event.key, from) : null;
    if (next === null || monthOf(next) < FIRST_MONTH || monthOf(next) > LAST_MONTH) return;
    event.preventDefault();
    wanted.current = next;
    setAt(next);
    if (monthOf(next) !== month) onMonth(monthOf(next));
  };
  return { table, stop: monthOf(at) === month ? at : start, onKeyDown };
}
