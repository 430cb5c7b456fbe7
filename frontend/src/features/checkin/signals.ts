import type { Result } from './judge';

/** Tones of a result: pitch in hertz, one after the other. */
const TONES: Record<'good' | 'warn' | 'bad', number[]> = {
  good: [880, 1320],
  warn: [660, 660],
  bad: [220, 180, 220],
};
const PULSES = { good: [60], warn: [80, 60, 80], bad: [250, 80, 250] };
const LENGTH = 0.11;

export type Tone = keyof typeof TONES;

export function toneOf(result: Result): Tone {
  if (result === 'admitted') return 'good';
  return result === 'already' ? 'warn' : 'bad';
}

let audio: AudioContext | null = null;

/** Says a result to ears and hands, where the phone can and its owner lets it. */
export function signal(result: Result): void {
  const tone = toneOf(result);
  navigator.vibrate?.(PULSES[tone]);
  try {
    audio ??= new AudioContext();
    const begins = audio.currentTime;
    for (const [number, pitch] of TONES[tone].entries()) play(audio, pitch, begins + number * LENGTH);
  } catch {
    // A webview without sound: the picture says it all.
  }
}

function play(context: AudioContext, pitch: number, at: number): void {
  const voice = context.createOscillator();
  const volume = context.createGain();
  voice.frequency.value = pitch;
  volume.gain.setValueAtTime(0.2, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + LENGTH);
  voice.connect(volume).connect(context.destination);
  voice.start(at);
  voice.stop(at + LENGTH);
}
