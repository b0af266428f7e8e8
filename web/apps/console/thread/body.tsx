import { Shield } from '@keydesk/ui/icons';
import { useMemo } from 'preact/hooks';
import { t } from '../i18n/index';
import { piecesOf, withMentions } from '../lib/rich-text';
import { agents, teams } from '../state/meta';

const nobody: readonly string[] = [];

/** A body as text, links that say where they really lead, and the guard's red marks. */
export function Body({ body, redacted, note }: { body: string; redacted: boolean; note?: boolean }) {
  const names = note ? [...agents.value, ...teams.value].map(one => one.name) : nobody;
  const pieces = useMemo(
    () => withMentions(piecesOf(body, redacted), names),
    [body, redacted, note, agents.value, teams.value],
  );
  return (
    <p class="body" dir="auto">
      {pieces.map((piece, index) => {
        if (piece.kind === 'text') return <span key={index}>{piece.text}</span>;
        if (piece.kind === 'mention') {
          return (
            <span class="mention" key={index}>
              {piece.text}
            </span>
          );
        }
        if (piece.kind === 'removed') {
          return (
            <span class="removed" key={index} title={t('removed.why')}>
              <Shield size={13} />
              {piece.text}
            </span>
          );
        }
        return (
          <span key={index}>
            <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow" title={piece.href}>
              {piece.text}
            </a>
            <span class="host" title={t('link.host')}>
              {piece.host}
            </span>
          </span>
        );
      })}
    </p>
  );
}
