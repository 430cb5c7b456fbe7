/** The mark of the street: a honey sun above the lake, in a cell of a honeycomb. */
export function Brandmark({ size = 30 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32">
      <path d="M16 1.8 28.4 8.9v14.2L16 30.2 3.6 23.1V8.9Z" fill="#0958d9" />
      <circle cx="16" cy="12.2" r="4.6" fill="#f0a92e" />
      <path
        d="M7 19.2c3-2.2 6-2.2 9 0s6 2.2 9 0"
        fill="none"
        stroke="#fff"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
      <path
        d="M9.5 23.6c2.2-1.6 4.3-1.6 6.5 0s4.3 1.6 6.5 0"
        fill="none"
        stroke="#fff"
        strokeOpacity=".65"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}
