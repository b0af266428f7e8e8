import { r } from '../i18n/reports';

/** The same numbers for a spreadsheet. */
export function Csv({ href, name }: { href: string; name: string }) {
  return (
    <a class="icon-button" href={href} download title={r('csv')}>
      <span class="sr-only">{r('csv.of', { name })}</span>
      <svg class="icon" width="17" height="17" viewBox="0 0 24 24" aria-hidden="true">
        <path
          d="M12 4v11m0 0-4.5-4.5M12 15l4.5-4.5M5 19.5h14"
          fill="none"
          stroke="currentColor"
          stroke-width="1.9"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
    </a>
  );
}
