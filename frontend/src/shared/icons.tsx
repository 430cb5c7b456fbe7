import type { ReactNode } from 'react';

/** The few line icons that public pages need, so that they load no icon package. Decorative: name the control. */
const PATHS = {
  home: <path d="M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4.5v-5.5h-5V20H5a1 1 0 0 1-1-1Z" />,
  rocket: (
    <path d="M12 3c3.5 2 5 5.2 4.5 9.5L19 15v3l-3.5-1.2h-7L5 18v-3l2.5-2.5C7 8.2 8.5 5 12 3Zm0 5.5v3M10 20.5h4" />
  ),
  coins: (
    <path d="M4 7c0-1.7 2.7-3 6-3s6 1.3 6 3-2.7 3-6 3-6-1.3-6-3Zm0 0v5c0 1.7 2.7 3 6 3M16 7v3M8 17c0 1.7 2.7 3 6 3s6-1.3 6-3v-4c0-1.7-2.7-3-6-3s-6 1.3-6 3Z" />
  ),
  match: <path d="M9.5 8.5a5 5 0 1 0 0 7M14.5 8.5a5 5 0 1 1 0 7M9 12h6" />,
  desk: <path d="M4 5h16v10H4ZM9 19h6M12 15v4" />,
  bell: <path d="M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15ZM10 20.5h4" />,
  shield: <path d="M12 3.5 19 6v6c0 4.2-2.9 7.2-7 8.5-4.1-1.3-7-4.3-7-8.5V6ZM9 12l2.2 2.2L15.2 10" />,
  person: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c1-3.6 4-5 7.5-5s6.5 1.4 7.5 5" />,
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  sun: (
    <path d="M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0-13v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4" />
  ),
  moon: <path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z" />,
  arrow: <path d="M5 12h14m-5.5-5.5L19 12l-5.5 5.5" />,
  up: <path d="m6 14 6-6 6 6" />,
  check: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  question: <path d="M9 9.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.1-1.5 2.4m0 3v.1" />,
  columns: <path d="M5 5h5.5v14H5Zm8.5 0H19v14h-5.5Z" />,
  filter: <path d="M4 6h16M7 12h10M10 18h4" />,
  street: <path d="M4 20V9l5-3v14m0-9 6-3v12m0-8 5 2.5V20M3 20h18" />,
  wifiOff: (
    <path d="M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.4m4-.4a10 10 0 0 1 6 2.8M12 19v.1" />
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {PATHS[name]}
    </svg>
  );
}
