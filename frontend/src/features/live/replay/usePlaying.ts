import { type RefObject, useEffect, useRef, useState } from 'react';

const TICK_MS = 200;
export const SPEEDS = [1, 4, 16] as const;
export type Speed = (typeof SPEEDS)[number];

export interface Playing {
  /** Since the evening went on. */
  ms: number;
  isPlaying: boolean;
  speed: Speed;
  toggle: () => void;
  setSpeed: (speed: Speed) => void;
  seek: (ms: number) => void;
}

type Film = RefObject<HTMLVideoElement | null>;

/** A film on the page says when it plays and when it was moved. */
function useFilm(
  film: Film,
  told: { onPlaying: (isPlaying: boolean) => void; onSeeked: (seconds: number) => void },
) {
  const latest = useRef(told);
  latest.current = told;
  useEffect(() => {
    const video = film.current;
    if (!video) return;
    const follow = () => latest.current.onPlaying(!video.paused);
    const moved = () => latest.current.onSeeked(video.currentTime);
    for (const name of ['play', 'pause', 'ended']) video.addEventListener(name, follow);
    video.addEventListener('seeked', moved);
    return () => {
      for (const name of ['play', 'pause', 'ended']) video.removeEventListener(name, follow);
      video.removeEventListener('seeked', moved);
    };
  }, [film]);
}

/** Called again and again while the evening plays, with how long that was ago. */
function usePulse(isOn: boolean, onPulse: (sinceMs: number) => void) {
  const latest = useRef(onPulse);
  latest.current = onPulse;
  useEffect(() => {
    if (!isOn) return;
    let before = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      latest.current(now - before);
      before = now;
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [isOn]);
}

/**
 * The moment that is shown. A film on the page is the clock; without one it is ours. `offset` is where the film begins in the evening.
 */
export function usePlaying(length: number, film: Film, offset: number): Playing {
  const [ms, setMs] = useState(0);
  const [isPlaying, setIsPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  const at = useRef(0);
  const put = (next: number) => {
    at.current = Math.min(Math.max(next, 0), length);
    setMs(at.current);
  };
  const ofFilm = (seconds: number) => put(seconds * 1000 + offset);
  useFilm(film, { onPlaying: setIsPlaying, onSeeked: ofFilm });
  usePulse(isPlaying, (since) => {
    // A film that waits for the net holds up the evening with it.
    if (film.current) ofFilm(film.current.currentTime);
    else put(at.current + since * speed);
    if (at.current >= length) setIsPlaying(false);
  });
  const seek = (to: number) => {
    put(to);
    if (film.current) film.current.currentTime = Math.max((to - offset) / 1000, 0);
  };
  const toggle = () => {
    const video = film.current;
    if (video?.paused) return void video.play().catch(() => undefined);
    if (video) return video.pause();
    if (!isPlaying && at.current >= length) put(0);
    setIsPlaying(!isPlaying);
  };
  return {
    ms,
    isPlaying,
    speed,
    toggle,
    setSpeed: (to) => {
      setSpeed(to);
      if (film.current) film.current.playbackRate = to;
    },
    seek,
  };
}
