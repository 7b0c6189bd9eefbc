const paths = {
  search: 'M11 4a7 7 0 1 0 4.2 12.6l4.1 4.1 1.4-1.4-4.1-4.1A7 7 0 0 0 11 4Zm0 2a5 5 0 1 1 0 10 5 5 0 0 1 0-10Z',
  check: 'M9.6 16.2 5.4 12 4 13.4l5.6 5.6L20.4 8.2 19 6.8z',
  late: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 2a7 7 0 1 1 0 14 7 7 0 0 1 0-14Zm-1 2v5.4l4.2 2.5 1-1.6-3.2-1.9V7h-2Z',
  within: 'M7 3v2H5a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2h-2V3h-2v2H9V3H7Zm-2 7h14v9H5v-9Z',
  overdue: 'M12 2.6 1.4 21h21.2L12 2.6Zm0 4L19.1 19H4.9L12 6.6ZM11 11v4h2v-4h-2Zm0 5v2h2v-2h-2Z',
  sun: 'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10Zm-1-5h2v3h-2V2Zm0 17h2v3h-2v-3ZM2 11h3v2H2v-2Zm17 0h3v2h-3v-2ZM4.9 3.5 7 5.6 5.6 7 3.5 4.9l1.4-1.4ZM18.4 17l2.1 2.1-1.4 1.4-2.1-2.1 1.4-1.4ZM19.1 3.5l1.4 1.4L18.4 7 17 5.6l2.1-2.1ZM5.6 17 7 18.4l-2.1 2.1-1.4-1.4L5.6 17Z',
  moon: 'M9.4 3.3A9 9 0 1 0 20.7 14.6 7.5 7.5 0 0 1 9.4 3.3Z',
  print:
    'M7 3v5H5a3 3 0 0 0-3 3v6h4v4h12v-4h4v-6a3 3 0 0 0-3-3h-2V3H7Zm2 2h6v3H9V5Zm-4 5h14a1 1 0 0 1 1 1v4h-2v-2H6v2H4v-4a1 1 0 0 1 1-1Zm3 5h8v4H8v-4Z',
  link: 'M10.6 13.4a4 4 0 0 0 5.7 0l3-3a4 4 0 1 0-5.7-5.7l-1 1 1.4 1.4 1-1a2 2 0 1 1 2.9 2.9l-3 3a2 2 0 0 1-2.9 0l-1.4 1.4Zm2.8-2.8a4 4 0 0 0-5.7 0l-3 3a4 4 0 1 0 5.7 5.7l1-1-1.4-1.4-1 1a2 2 0 1 1-2.9-2.9l3-3a2 2 0 0 1 2.9 0l1.4-1.4Z',
  close: 'm12 10.6 5.3-5.3 1.4 1.4-5.3 5.3 5.3 5.3-1.4 1.4-5.3-5.3-5.3 5.3-1.4-1.4 5.3-5.3-5.3-5.3 1.4-1.4z',
  right: 'm9.3 5.3 6.7 6.7-6.7 6.7-1.4-1.4 5.3-5.3-5.3-5.3z',
  download: 'M11 3v9.2L7.4 8.6 6 10l6 6 6-6-1.4-1.4-3.6 3.6V3h-2ZM4 18v2h16v-2H4Z',
  up: 'M12 7 5 17h14z',
  down: 'M12 17 5 7h14z',
} as const;

export type IconName = keyof typeof paths;

/** An icon beside a text that says the same, hidden from assistive technology. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
