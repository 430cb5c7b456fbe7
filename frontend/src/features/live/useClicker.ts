import { useEffect, useRef } from 'react';

const STEPS: Record<string, 1 | -1> = {
  ArrowRight: 1,
  ArrowDown: 1,
  PageDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageUp: -1,
};

/** The page a key asks for: forward, back, or none. A key held down is one step. */
export function stepOf(
  event: Pick<KeyboardEvent, 'key' | 'repeat' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>,
) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  const step = STEPS[event.key];
  return step ? { step, isRepeated: event.repeat } : null;
}

/** Somebody writes: the keys are theirs. */
const isTyping = ({ isComposing, target }: KeyboardEvent) =>
  isComposing ||
  (target instanceof Element && target.closest('input,textarea,select,[contenteditable]') !== null);

/** Arrows and page keys turn pages, which is what the clicker in a speaker's hand sends; null while there are none to turn. */
export function useClicker(turn: ((step: 1 | -1) => void) | null): void {
  const latest = useRef(turn);
  useEffect(() => {
    latest.current = turn;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const pressed = stepOf(event);
      if (!latest.current || !pressed || isTyping(event)) return;
      event.preventDefault();
      if (!pressed.isRepeated) latest.current(pressed.step);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
