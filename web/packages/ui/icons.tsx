// Line icons on a 24 grid, drawn for Keydesk. Each is its own constant so that a bundle carries only
// what it uses. Decorative by default: the button around it has the name.
import type { JSX } from 'preact';

export interface IconProps {
  size?: number;
  class?: string;
}
export type Icon = (props: IconProps) => JSX.Element;

function draw(...paths: string[]): Icon {
  return ({ size = 20, class: name }) => (
    <svg
      class={name ?? 'icon'}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {paths.map(d => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}

export const Send = /* @__PURE__ */ draw('M20.5 3.5 10.5 13.5', 'M20.5 3.5 14 20.5l-3.5-7-7-3.5 17-6.5Z');
export const Clip = /* @__PURE__ */ draw(
  'M19.5 11.5 11.7 19.3a4.8 4.8 0 0 1-6.8-6.8l8.3-8.3a3.2 3.2 0 0 1 4.5 4.5l-8.2 8.3a1.6 1.6 0 0 1-2.3-2.3l7.4-7.3',
);
export const Smile = /* @__PURE__ */ draw(
  'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z',
  'M8.3 13.7a4.4 4.4 0 0 0 7.4 0',
  'M9 9.4v.2',
  'M15 9.4v.2',
);
export const Close = /* @__PURE__ */ draw('M6 6l12 12', 'M18 6 6 18');
export const ChevronDown = /* @__PURE__ */ draw('M6 9.5l6 6 6-6');
export const ChevronUp = /* @__PURE__ */ draw('M6 14.5l6-6 6 6');
export const ChevronLeft = /* @__PURE__ */ draw('M14.5 6l-6 6 6 6');
export const ChevronRight = /* @__PURE__ */ draw('M9.5 6l6 6-6 6');
export const Check = /* @__PURE__ */ draw('M5 12.5l4.5 4.5L19 7.5');
export const CheckDouble = /* @__PURE__ */ draw('M2.5 12.7l4 4L15 8', 'M11.5 15.7l1 1L21 8');
export const Clock = /* @__PURE__ */ draw('M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z', 'M12 7.5V12l3 2');
export const Warn = /* @__PURE__ */ draw('M12 4 2.8 19.5h18.4L12 4Z', 'M12 10v4.2', 'M12 17v.1');
export const Shield = /* @__PURE__ */ draw(
  'M12 3l7.5 2.8v5.4c0 4.6-3.1 8.1-7.5 9.8-4.4-1.7-7.5-5.2-7.5-9.8V5.8L12 3Z',
  'M8.7 12l2.4 2.4 4.3-4.5',
);
export const Lock = /* @__PURE__ */ draw(
  'M6.5 10.5h11a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19v-7a1.5 1.5 0 0 1 1.5-1.5Z',
  'M8.2 10.5V7.3a3.8 3.8 0 0 1 7.6 0v3.2',
);
export const Wallet = /* @__PURE__ */ draw(
  'M4 7.5h14.5A1.5 1.5 0 0 1 20 9v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18V6.5A2 2 0 0 1 6 4.5h11',
  'M20 11.5h-4a2 2 0 1 0 0 4h4',
);
export const Retry = /* @__PURE__ */ draw('M19.5 12a7.5 7.5 0 1 1-2.3-5.4', 'M19.8 3.5v4.2h-4.2');
export const File = /* @__PURE__ */ draw(
  'M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5l-5-5Z',
  'M13.5 3.5v5h5',
);
export const Image = /* @__PURE__ */ draw(
  'M5 4.5h14A1.5 1.5 0 0 1 20.5 6v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5Z',
  'M4 16.5l4.5-4.5 4 4 2.5-2.5 5 5',
  'M15.5 8.8v.1',
);
export const Globe = /* @__PURE__ */ draw(
  'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z',
  'M3.5 12h17',
  'M12 3.5c2.3 2.3 3.4 5.2 3.4 8.5s-1.1 6.2-3.4 8.5c-2.3-2.3-3.4-5.2-3.4-8.5S9.7 5.8 12 3.5Z',
);
export const Link = /* @__PURE__ */ draw(
  'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 1 0 13 5.3l-1 1',
  'M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 1 0 11 18.7l1-1',
);
export const Bell = /* @__PURE__ */ draw(
  'M18 10a6 6 0 1 0-12 0c0 5-2 6.5-2 6.5h16S18 15 18 10Z',
  'M10.3 19.5a2 2 0 0 0 3.4 0',
);
export const BellOff = /* @__PURE__ */ draw(
  'M18 12v-2a6 6 0 0 0-9.5-4.9',
  'M6.1 8.5 6 10c0 5-2 6.5-2 6.5h12.5',
  'M10.3 19.5a2 2 0 0 0 3.4 0',
  'M3.5 3.5l17 17',
);
export const Plus = /* @__PURE__ */ draw('M12 5v14', 'M5 12h14');
export const Search = /* @__PURE__ */ draw(
  'M11 4.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z',
  'M15.8 15.8 20 20',
);
export const Inbox = /* @__PURE__ */ draw(
  'M4 13.5 6.5 5.5h11L20 13.5V18a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18v-4.5Z',
  'M4 13.5h4.5l1.5 2.5h4l1.5-2.5H20',
);
export const Users = /* @__PURE__ */ draw(
  'M9 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z',
  'M2.5 19.5c0-3 2.6-5 6.5-5s6.5 2 6.5 5',
  'M16 5a3.2 3.2 0 0 1 0 6.2',
  'M18 15c2.2.6 3.5 2.2 3.5 4.5',
);
export const User = /* @__PURE__ */ draw(
  'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z',
  'M4.5 20c0-3.3 3-5.5 7.5-5.5s7.5 2.2 7.5 5.5',
);
export const Tag = /* @__PURE__ */ draw('M4 4.5h7.5l8.5 8.5-7 7L4.5 11.5 4 4.5Z', 'M8 8.5v.1');
export const Note = /* @__PURE__ */ draw('M5 4.5h14v10l-5 5H5v-15Z', 'M19 14.5h-5v5');
export const Gear = /* @__PURE__ */ draw(
  'M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z',
  'M12 3v2.5',
  'M12 18.5V21',
  'M3 12h2.5',
  'M18.5 12H21',
  'M5.6 5.6l1.8 1.8',
  'M16.6 16.6l1.8 1.8',
  'M5.6 18.4l1.8-1.8',
  'M16.6 7.4l1.8-1.8',
);
export const Moon = /* @__PURE__ */ draw('M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z');
export const Sun = /* @__PURE__ */ draw(
  'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z',
  'M12 2.5V4.5',
  'M12 19.5v2',
  'M2.5 12h2',
  'M19.5 12h2',
  'M5.3 5.3l1.4 1.4',
  'M17.3 17.3l1.4 1.4',
  'M5.3 18.7l1.4-1.4',
  'M17.3 6.7l1.4-1.4',
);
export const Bolt = /* @__PURE__ */ draw('M13 3 5 13.5h6L10.5 21 19 10.5h-6L13 3Z');
export const Command = /* @__PURE__ */ draw(
  'M9 9h6v6H9V9Z',
  'M9 9V6.5A2.5 2.5 0 1 0 6.5 9H9Z',
  'M15 9h2.5A2.5 2.5 0 1 0 15 6.5V9Z',
  'M9 15H6.5A2.5 2.5 0 1 0 9 17.5V15Z',
  'M15 15v2.5a2.5 2.5 0 1 0 2.5-2.5H15Z',
);
export const Pause = /* @__PURE__ */ draw('M8.5 5v14', 'M15.5 5v14');
export const Play = /* @__PURE__ */ draw('M7 4.5v15l12.5-7.5L7 4.5Z');
export const Dots = /* @__PURE__ */ draw(
  'M5 12a.7.7 0 1 0 1.4 0 .7.7 0 0 0-1.4 0Z',
  'M11.3 12a.7.7 0 1 0 1.4 0 .7.7 0 0 0-1.4 0Z',
  'M17.6 12a.7.7 0 1 0 1.4 0 .7.7 0 0 0-1.4 0Z',
);
export const Trash = /* @__PURE__ */ draw(
  'M4.5 7h15',
  'M9.5 7V4.5h5V7',
  'M6.5 7l1 13h9l1-13',
  'M10.5 11v5',
  'M13.5 11v5',
);
export const Edit = /* @__PURE__ */ draw(
  'M4.5 19.5l.8-4L15.8 5a2 2 0 0 1 2.8 0l.4.4a2 2 0 0 1 0 2.8L8.5 18.7l-4 .8Z',
);
export const Flag = /* @__PURE__ */ draw('M6 21V4.5', 'M6 5c4-2.5 8 2.5 12 0v8.5c-4 2.5-8-2.5-12 0');
export const Logout = /* @__PURE__ */ draw('M10 4.5H5.5v15H10', 'M14.5 8l4 4-4 4', 'M18.5 12H9.5');
export const Chart = /* @__PURE__ */ draw('M4.5 20V4', 'M4.5 20H20', 'M9 16v-4', 'M13.5 16V8', 'M18 16v-6');
export const Book = /* @__PURE__ */ draw(
  'M5 5.5A1.5 1.5 0 0 1 6.5 4H19v16H6.5A1.5 1.5 0 0 1 5 18.5v-13Z',
  'M5 18a1.5 1.5 0 0 1 1.5-1.5H19',
);
export const Reply = /* @__PURE__ */ draw('M9.5 6 4 11.5 9.5 17', 'M4 11.5h9a7 7 0 0 1 7 7');
export const Help = /* @__PURE__ */ draw(
  'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z',
  'M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.9-1.1 1.8',
  'M12 16.7v.1',
);
export const Device = /* @__PURE__ */ draw(
  'M8 3.5h8A1.5 1.5 0 0 1 17.5 5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5Z',
  'M11 17.5h2',
);
export const External = /* @__PURE__ */ draw('M14 4.5h5.5V10', 'M19.5 4.5 11 13', 'M17.5 13.5v6h-13v-13h6');
export const Filter = /* @__PURE__ */ draw('M4 5.5h16l-6.2 7.2V19l-3.6-2v-4.3L4 5.5Z');
export const Eye = /* @__PURE__ */ draw(
  'M2.5 12C4.6 8 8 6 12 6s7.4 2 9.5 6c-2.1 4-5.5 6-9.5 6s-7.4-2-9.5-6Z',
  'M12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z',
);
export const Menu = /* @__PURE__ */ draw('M4 6.5h16', 'M4 12h16', 'M4 17.5h16');
export const Merge = /* @__PURE__ */ draw(
  'M6 4.5V7a5 5 0 0 0 5 5h2a5 5 0 0 0 5-5V4.5',
  'M12 12v7.5',
  'M8.5 16 12 19.5l3.5-3.5',
);
export const Split = /* @__PURE__ */ draw(
  'M12 4.5V9',
  'M12 9c0 4.5-6 3.5-6 10',
  'M12 9c0 4.5 6 3.5 6 10',
  'M3.5 16.5 6 19.5l2.7-3',
  'M15.3 16.5 18 19.5l2.5-3',
);
export const Copy = /* @__PURE__ */ draw(
  'M10 8.5h8A1.5 1.5 0 0 1 19.5 10v8a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 8.5 18v-8A1.5 1.5 0 0 1 10 8.5Z',
  'M15.5 8.5V6A1.5 1.5 0 0 0 14 4.5H6A1.5 1.5 0 0 0 4.5 6v8A1.5 1.5 0 0 0 6 15.5h2.5',
);
