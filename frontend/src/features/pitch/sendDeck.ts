import type { FileOutput } from '@/api';
import { uploadFile } from '@/app/upload';
import type { Send } from '@/shared/files/FileDrop';

export const DECK_RULES = { endings: ['.pdf'], maxBytes: 40 * 1024 * 1024 };

/** Sends a deck to the server's file store; who owns it there is the sender alone, until it is attached. */
export const sendDeck: Send<FileOutput> = (file, onProgress, signal) =>
  uploadFile<FileOutput>({ url: '/api/v1/files/', file, values: { kind: 'deck' }, onProgress, signal });
