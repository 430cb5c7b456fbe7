import css from './hero.module.css';

/** The lake under the hero: a honey sun on the water and three slow waves in front of it. Decoration only. */
export function Lake() {
  return (
    <svg className={css.lake} aria-hidden="true" viewBox="0 0 1440 220" preserveAspectRatio="xMidYMax slice">
      <defs>
        <linearGradient id="lake-glow" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--sun)" stopOpacity=".95" />
          <stop offset="1" stopColor="var(--sun)" stopOpacity=".35" />
        </linearGradient>
      </defs>
      <circle cx="668" cy="104" r="70" fill="url(#lake-glow)" />
      <path
        className={css.waveFar}
        fill="var(--wave-1)"
        d="M-160 112c120-34 240-34 360 0s240 34 360 0 240-34 360 0 240 34 360 0 240-34 360 0v120H-160Z"
      />
      <path
        className={css.waveMiddle}
        fill="var(--wave-2)"
        d="M-160 150c110 26 220 26 330 0s220-26 330 0 220 26 330 0 220-26 330 0 220 26 330 0 220-26 330 0v80H-160Z"
      />
      <path
        className={css.waveNear}
        fill="var(--wave-3)"
        d="M-160 190c130-24 260-24 390 0s260 24 390 0 260-24 390 0 260 24 390 0 260-24 390 0v50H-160Z"
      />
      <g className={css.glitter} stroke="var(--sun)" strokeLinecap="round" strokeWidth="4">
        <path d="M612 140h46m22 0h44" />
        <path d="M628 156h84" opacity=".75" />
        <path d="M644 171h20m14 0h22" opacity=".55" />
      </g>
    </svg>
  );
}
