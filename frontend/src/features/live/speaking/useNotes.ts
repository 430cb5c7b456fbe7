import { useEffect, useRef, useState } from 'react';
import { speakingNotesWrite, speakingRetrieve } from '@/api';
import { toApiError } from '@/shared/apiError';
import type { View } from './speaking';
import { headersOf } from './useSpeaking';

const SAVE_MS = 800;

/** `was`: what the server has. `theirs`: what another device put there meanwhile. */
export interface Note {
  text: string;
  was: string;
  standing: 'saved' | 'typed' | 'saving' | 'changed' | 'failed';
  theirs: string;
}

const NONE: Note = { text: '', was: '', standing: 'saved', theirs: '' };
const keyOf = (line: string, page: number) => `${line} ${page}`;

function notesOf(view: View): Record<string, Note> {
  const notes: Record<string, Note> = {};
  for (const line of view.lines)
    for (const { page, text } of line.notes) notes[keyOf(line.id, page)] = { ...NONE, text, was: text };
  return notes;
}

/** What became of a note that was sent: what another device wrote meanwhile stands in `theirs`. */
async function sent(
  event: string,
  secret: string,
  line: string,
  page: number,
  note: Note,
): Promise<Partial<Note>> {
  const { text, was } = note;
  const headers = headersOf(secret);
  try {
    await speakingNotesWrite({
      path: { event_id: event, line_id: line },
      headers,
      body: { page, text, was },
      // It arrives after the page was shut, too.
      keepalive: true,
      throwOnError: true,
    });
    return { was: text, standing: 'saved' };
  } catch (error) {
    if (toApiError(error).code !== 'backstage.notes_changed') return { standing: 'failed' };
  }
  const { data } = await speakingRetrieve({ path: { event_id: event }, headers });
  if (!data) return { standing: 'failed' };
  const theirs = notesOf(data)[keyOf(line, page)]?.text ?? '';
  return { theirs, was: theirs, standing: 'changed' };
}

/** A speaker's notes by line and page: kept on the page at once and on the server a moment after the last letter. */
export function useNotes(event: string, secret: string, view: View) {
  const [notes, setNotes] = useState(() => notesOf(view));
  const latest = useRef(notes);
  const waiting = useRef(new Map<string, { timer: ReturnType<typeof setTimeout>; go: () => void }>());
  const sending = useRef(new Set<string>());
  const held = (key: string) => latest.current[key] ?? NONE;
  const put = (key: string, part: Partial<Note>) => {
    latest.current = { ...latest.current, [key]: { ...held(key), ...part } };
    setNotes(latest.current);
  };
  const save = async (line: string, page: number) => {
    const key = keyOf(line, page);
    // What is under way is answered first, and then whatever was typed meanwhile.
    if (sending.current.has(key)) return;
    const note = held(key);
    sending.current.add(key);
    put(key, { standing: 'saving' });
    const became = await sent(event, secret, line, page, note);
    sending.current.delete(key);
    // Whoever went on typing is saved once more.
    const isTyping = held(key).text !== note.text && became.standing === 'saved';
    put(key, isTyping ? { ...became, standing: 'typed' } : became);
    if (isTyping) later(line, page);
  };
  const later = (line: string, page: number) => {
    const key = keyOf(line, page);
    clearTimeout(waiting.current.get(key)?.timer);
    const go = () => {
      waiting.current.delete(key);
      void save(line, page);
    };
    waiting.current.set(key, { timer: setTimeout(go, SAVE_MS), go });
  };
  useEffect(() => {
    // Whoever types and leaves does not wait for the moment after the last letter.
    const leave = () => {
      for (const { timer, go } of [...waiting.current.values()]) {
        clearTimeout(timer);
        go();
      }
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  return {
    noteOf: (line: string, page: number): Note => notes[keyOf(line, page)] ?? NONE,
    type: (line: string, page: number, text: string) => {
      put(keyOf(line, page), { text, standing: 'typed' });
      later(line, page);
    },
    save: (line: string, page: number) => void save(line, page),
    takeTheirs: (line: string, page: number) => {
      const { theirs } = held(keyOf(line, page));
      put(keyOf(line, page), { text: theirs, was: theirs, standing: 'saved' });
    },
  };
}

export type Notes = ReturnType<typeof useNotes>;
