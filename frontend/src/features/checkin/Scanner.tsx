import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { makeReader, openCamera } from './camera';
import css from './checkin.module.css';

const LOOK_EVERY = 120;
/** The same code held before the camera is one reading; shown again later it is another. */
const SAME_FOR = 4000;

type Trouble = 'denied' | 'missing' | null;

interface ScannerProps {
  onText: (text: string) => Promise<void>;
  /** Whether it looks from the beginning. */
  startsOn?: boolean;
}

/** The camera, opened when it is asked for and closed when the page is left. */
export function Scanner({ onText, startsOn = false }: ScannerProps) {
  const { t } = useTranslation('checkin');
  const [isOn, setOn] = useState(startsOn);
  const [trouble, setTrouble] = useState<Trouble>(null);
  const video = useRef<HTMLVideoElement>(null);
  useLooking(video, isOn, onText, (found) => {
    setTrouble(found);
    setOn(false);
  });
  return (
    <div className={css.scanner}>
      {isOn ? (
        <video ref={video} className={css.video} muted playsInline aria-label={t('camera.label')} />
      ) : null}
      <button
        type="button"
        className={css.big}
        onClick={() => {
          setTrouble(null);
          setOn(!isOn);
        }}
      >
        {t(isOn ? 'camera.stop' : 'camera.start')}
      </button>
      <p role="alert">{trouble ? t(`camera.${trouble}`) : ''}</p>
    </div>
  );
}

function useLooking(
  video: RefObject<HTMLVideoElement | null>,
  isOn: boolean,
  onText: (text: string) => Promise<void>,
  onTrouble: (trouble: Trouble) => void,
): void {
  // The newest wishes, without opening the camera anew for them.
  const wishes = useRef({ onText, onTrouble });
  wishes.current = { onText, onTrouble };
  useEffect(() => {
    if (!isOn) return;
    let left = false;
    let stream: MediaStream | undefined;
    const look = async (image: HTMLVideoElement) => {
      const [opened, reader] = await Promise.all([openCamera(), makeReader()]);
      stream = opened;
      if (left) return stop(stream);
      image.srcObject = stream;
      await image.play();
      let before = { text: '', at: 0 };
      while (!left) {
        const [found] = await reader.detect(image).catch(() => []);
        const now = Date.now();
        if (found && (found.rawValue !== before.text || now - before.at > SAME_FOR)) {
          before = { text: found.rawValue, at: now };
          await wishes.current.onText(found.rawValue);
        } else if (found) {
          before.at = now;
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
      }
    };
    if (video.current) {
      look(video.current).catch((error: unknown) => {
        if (left) return;
        stop(stream);
        const denied = error instanceof DOMException && error.name === 'NotAllowedError';
        wishes.current.onTrouble(denied ? 'denied' : 'missing');
      });
    }
    return () => {
      left = true;
      stop(stream);
    };
  }, [isOn, video]);
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
